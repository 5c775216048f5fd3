package org.healthpassport.objects.cloudinary;

import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream, as many as one request carries. It leaves the stream open. */
final class Part extends InputStream {
    private final InputStream source;
    private final long sizeBytes;
    private long left;

    Part(InputStream source, long sizeBytes) {
        this.source = source;
        this.sizeBytes = sizeBytes;
        this.left = sizeBytes;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = source.read(target, offset, (int) Math.min(length, left));
        left -= Math.max(read, 0);
        return read;
    }
}
