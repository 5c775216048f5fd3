package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.tile.LogFile;

/** A store of which every single operation can be held up or made to fail, before it has an effect or after. */
public final class HookedStore implements LogStore {
    private final LogStore store;
    private final Hook hook;
    private int operations;

    public HookedStore(LogStore store, Hook hook) {
        this.store = store;
        this.hook = hook;
    }

    /** Is told of every operation, which are numbered from 1 on, twice. */
    public interface Hook {
        default void before(int operation) throws IOException {}

        default void after(int operation) throws IOException {}
    }

    private interface Operation<T> {
        T run() throws IOException;
    }

    public int operations() {
        return operations;
    }

    @Override
    public void prepare() throws IOException {
        run(() -> {
            store.prepare();
            return true;
        });
    }

    @Override
    public LogStore ofLog(int log) {
        return new HookedStore(store.ofLog(log), hook);
    }

    @Override
    public void end() throws IOException {
        run(() -> {
            store.end();
            return true;
        });
    }

    @Override
    public LogState state() throws IOException {
        return run(store::state);
    }

    @Override
    public boolean replace(LogState expected, LogState next) throws IOException {
        return run(() -> store.replace(expected, next));
    }

    @Override
    public void addFiles(Collection<StoredFile> files) throws IOException {
        run(() -> {
            store.addFiles(files);
            return true;
        });
    }

    @Override
    public Optional<byte[]> file(LogFile file, Hash root) throws IOException {
        return run(() -> store.file(file, root));
    }

    @Override
    public void addPositions(Collection<EntryPosition> positions) throws IOException {
        run(() -> {
            store.addPositions(positions);
            return true;
        });
    }

    @Override
    public List<EntryPosition> positions(Collection<String> eventIds) throws IOException {
        return run(() -> store.positions(eventIds));
    }

    @Override
    public long positionCount() throws IOException {
        return run(store::positionCount);
    }

    @Override
    public List<EntryPosition> restorePositions(Collection<EntryPosition> positions) throws IOException {
        return run(() -> store.restorePositions(positions));
    }

    private <T> T run(Operation<T> operation) throws IOException {
        int number = ++operations;
        hook.before(number);
        T result = operation.run();
        hook.after(number);
        return result;
    }
}
