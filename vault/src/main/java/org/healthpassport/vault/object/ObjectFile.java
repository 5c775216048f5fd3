package org.healthpassport.vault.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.healthpassport.vault.ReadOnlyChannel;
import org.healthpassport.vault.digest.Sha256;

/**
 * An object as a file. One file holds digest and content, so that they appear and vanish together:
 *
 * <pre>
 * "HPOBJ\0\0\1" | size, 8 bytes big-endian | SHA-256, 32 bytes | content
 * </pre>
 */
final class ObjectFile implements ReadOnlyChannel {
    static final int HEADER_BYTES = 48;
    private static final long MAGIC = 0x48504F424A000001L;
    private static final int COPY_BYTES = 64 * 1024;

    private final FileChannel file;
    private final StoredObject description;

    private ObjectFile(FileChannel file, StoredObject description) {
        this.file = file;
        this.description = description;
    }

    static void write(WritableByteChannel file, long sizeBytes, byte[] sha256, ReadableByteChannel content)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        buffer.putLong(MAGIC).putLong(sizeBytes).put(sha256);
        do {
            buffer.flip();
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            buffer.clear();
        } while (content.read(buffer) != -1);
    }

    /**
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws DamagedObject when it is not whole
     */
    static ObjectFile open(Path path, String name) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ObjectFile(file, describe(file, name)).position(0);
        } catch (IOException | RuntimeException e) {
            try (file) {
                throw e;
            }
        }
    }

    StoredObject description() {
        return description;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return file.read(target);
    }

    @Override
    public long position() throws IOException {
        return file.position() - HEADER_BYTES;
    }

    @Override
    public ObjectFile position(long position) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("Expected a position of 0 or more, but it is %d.".formatted(position));
        }
        file.position(Math.addExact(position, HEADER_BYTES));
        return this;
    }

    @Override
    public long size() {
        return description.sizeBytes();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static StoredObject describe(FileChannel file, String name) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        int read;
        do {
            read = file.read(header);
        } while (read != -1 && header.hasRemaining());
        header.flip();
        if (header.remaining() < HEADER_BYTES || header.getLong() != MAGIC) {
            throw new DamagedObject("Expected the header of an object file, but it is cut short or something else.");
        }
        long sizeBytes = header.getLong();
        byte[] sha256 = new byte[Sha256.BYTES];
        header.get(sha256);
        if (file.size() - HEADER_BYTES != sizeBytes) {
            throw new DamagedObject("Expected an object of %d bytes, but its file has %d."
                    .formatted(sizeBytes, file.size() - HEADER_BYTES));
        }
        return new StoredObject(name, sizeBytes, sha256);
    }
}
