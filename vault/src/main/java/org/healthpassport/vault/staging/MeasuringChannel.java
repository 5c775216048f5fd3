package org.healthpassport.vault.staging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import org.healthpassport.vault.digest.Sha256;

/**
 * Counts and digests the bytes written to a file, and collects them, as encryption writes them in small segments.
 * Closing it writes the rest and leaves the file open, which still has to be forced to disk; after a failed write it
 * fails.
 */
final class MeasuringChannel implements WritableByteChannel {
    private static final int COLLECTED_BYTES = 64 * 1024;

    private final WritableByteChannel file;
    private final MessageDigest digest = Sha256.begin();
    private final ByteBuffer collected = ByteBuffer.allocate(COLLECTED_BYTES);
    private long sizeBytes;
    private boolean open = true;
    private boolean failed;

    MeasuringChannel(WritableByteChannel file) {
        this.file = file;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** The digest of all that was written; to be asked for once, at the end. */
    byte[] sha256() {
        return digest.digest();
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        int size = bytes.remaining();
        while (bytes.hasRemaining()) {
            ByteBuffer next = bytes.slice();
            next.limit(Math.min(next.remaining(), collected.remaining()));
            bytes.position(bytes.position() + next.remaining());
            collected.put(next);
            if (!collected.hasRemaining()) {
                writeCollected();
            }
        }
        return size;
    }

    @Override
    public boolean isOpen() {
        return open && file.isOpen();
    }

    @Override
    public void close() throws IOException {
        if (open || failed) {
            open = false;
            writeCollected();
        }
    }

    private void writeCollected() throws IOException {
        if (failed) {
            throw new IOException("Expected a file that can be continued, but an earlier write failed.");
        }
        failed = true;
        collected.flip();
        digest.update(collected.duplicate());
        sizeBytes += collected.remaining();
        while (collected.hasRemaining()) {
            file.write(collected);
        }
        collected.clear();
        failed = false;
    }
}
