package org.healthpassport.audit.signing;

import java.io.IOException;
import java.util.Optional;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.note.SignedNote;

/** Checkpoints whose publication can be made to fail. */
record HookedCheckpoints(CheckpointStore store, Hook beforePublication) implements CheckpointStore {

    /** Runs before a checkpoint is published. */
    interface Hook {
        void run() throws IOException;
    }

    @Override
    public CheckpointStore ofLog(int log) {
        return new HookedCheckpoints(store.ofLog(log), beforePublication);
    }

    @Override
    public Optional<SignedNote> published() throws IOException {
        return store.published();
    }

    @Override
    public Optional<SignedNote> largest(long size) throws IOException {
        return store.largest(size);
    }

    @Override
    public SignedNote keep(long size, SignedNote checkpoint) throws IOException {
        return store.keep(size, checkpoint);
    }

    @Override
    public void publish(long size, SignedNote checkpoint) throws IOException {
        beforePublication.run();
        store.publish(size, checkpoint);
    }

    @Override
    public Optional<SignedNote> closed() throws IOException {
        return store.closed();
    }

    @Override
    public void close(SignedNote note) throws IOException {
        store.close(note);
    }
}
