package org.healthpassport.vault.staging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import org.healthpassport.vault.digest.Sha256;

/**
 * Counts and digests the bytes written to a file. Closing it leaves the file open, which still has to be forced to
 * disk.
 */
final class MeasuringChannel implements WritableByteChannel {
    private final WritableByteChannel file;
    private final MessageDigest digest = Sha256.begin();
    private long sizeBytes;
    private boolean open = true;

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
        if (!open) {
            throw new ClosedChannelException();
        }
        ByteBuffer seen = bytes.duplicate();
        int written = file.write(bytes);
        digest.update(seen.limit(bytes.position()));
        sizeBytes += written;
        return written;
    }

    @Override
    public boolean isOpen() {
        return open && file.isOpen();
    }

    @Override
    public void close() {
        open = false;
    }
}
