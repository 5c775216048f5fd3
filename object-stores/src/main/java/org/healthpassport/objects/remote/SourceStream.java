package org.healthpassport.objects.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.object.VerifyingChannel;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object on their way into a vendor's library. It ends only after size and digest were found to be those
 * announced. The library hides the failures of what it reads, so they are kept here.
 */
public final class SourceStream extends InputStream {
    private final VerifyingChannel source;
    private long left;
    private volatile @Nullable Exception failure;

    SourceStream(ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256) {
        this.source = new VerifyingChannel(ciphertext, sizeBytes, sha256);
        this.left = sizeBytes;
    }

    /** Checks an empty object, of which nobody reads anything. */
    void requireEndIfEmpty() throws IOException {
        if (left == 0) {
            requireEnd();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
            int read;
            do {
                read = source.read(buffer);
            } while (read == 0);
            left -= Math.max(read, 0);
            if (read > 0 && left == 0) {
                requireEnd();
            }
            return read;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** Not every library asks for the end, and the last bytes must not go out before the digest was compared. */
    private void requireEnd() throws IOException {
        ByteBuffer none = ByteBuffer.allocate(1);
        int read;
        do {
            read = source.read(none);
        } while (read == 0);
    }

    /** Throws what reading failed with, whatever the library made of it; returns if reading did not fail. */
    void rethrow() {
        Exception failed = failure;
        if (failed instanceof IOException io) {
            throw new StoreUnavailable("Expected to read the bytes of an object, but their source failed.", io);
        }
        if (failed instanceof RuntimeException runtime) {
            throw runtime;
        }
    }
}
