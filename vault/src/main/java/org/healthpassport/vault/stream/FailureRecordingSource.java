package org.healthpassport.vault.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.healthpassport.vault.ReadOnlyChannel;
import org.jspecify.annotations.Nullable;

/** Records failures to read the ciphertext, which Tink reports just like a changed ciphertext. */
final class FailureRecordingSource implements ReadOnlyChannel {
    private final SeekableByteChannel source;
    private @Nullable IOException failure;

    FailureRecordingSource(SeekableByteChannel source) {
        this.source = source;
    }

    void rethrowFailure() throws IOException {
        IOException thrown = failure;
        if (thrown != null) {
            failure = null;
            throw thrown;
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            return source.read(target);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        try {
            source.position(position);
            return this;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public long position() throws IOException {
        return source.position();
    }

    @Override
    public long size() throws IOException {
        try {
            return source.size();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public boolean isOpen() {
        return source.isOpen();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
