package org.healthpassport.vault.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import org.healthpassport.vault.digest.Sha256;

/** Passes bytes on and refuses with {@link DamagedObject}, at the latest at their end, when they are not those announced. */
public final class VerifyingChannel implements ReadableByteChannel {
    private final ReadableByteChannel source;
    private final long expectedBytes;
    private final byte[] expectedSha256;
    private final MessageDigest digest = Sha256.begin();
    private long bytes;

    public VerifyingChannel(ReadableByteChannel source, long expectedBytes, byte[] expectedSha256) {
        this.source = source;
        this.expectedBytes = expectedBytes;
        this.expectedSha256 = expectedSha256;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        ByteBuffer seen = target.duplicate();
        int read = source.read(target);
        if (read == -1) {
            verify();
        } else {
            bytes += read;
            digest.update(seen.limit(target.position()));
            if (bytes > expectedBytes) {
                throw new DamagedObject("Expected %d bytes, but there are more.".formatted(expectedBytes));
            }
        }
        return read;
    }

    private void verify() {
        if (bytes != expectedBytes) {
            throw new DamagedObject("Expected %d bytes, but there are %d.".formatted(expectedBytes, bytes));
        }
        if (!MessageDigest.isEqual(digest.digest(), expectedSha256)) {
            throw new DamagedObject("Expected bytes with the digest announced, but they have another.");
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
