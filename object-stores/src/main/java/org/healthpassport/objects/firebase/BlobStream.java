package org.healthpassport.objects.firebase;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes of one generation of an object, from a position on. */
final class BlobStream extends InputStream {
    private final ReadChannel channel;

    private BlobStream(ReadChannel channel) {
        this.channel = channel;
    }

    static BlobStream open(Storage storage, BlobId generation, long position) throws IOException {
        ReadChannel channel = storage.reader(generation, BlobSourceOption.shouldReturnRawInputStream(true));
        // Whoever reads has buffers of its own.
        channel.setChunkSize(0);
        channel.seek(position);
        return new BlobStream(channel);
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
        try {
            ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
            int read;
            do {
                read = channel.read(buffer);
            } while (read == 0);
            return read;
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "Expected to read an object, but it was replaced or deleted, or its store failed.",
                    new WithoutMessage(e));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (RuntimeException e) {
            throw new IOException(
                    "Expected to end the answer of the object store, but it failed.", new WithoutMessage(e));
        }
    }
}
