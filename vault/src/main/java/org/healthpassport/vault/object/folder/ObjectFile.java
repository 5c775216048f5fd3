package org.healthpassport.vault.object.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.healthpassport.vault.ReadOnlyChannel;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.object.VerifyingChannel;

/**
 * Ciphertext as a file, staged or stored: both are the same, so that a staged file becomes an object by a second name.
 * One file holds digest and content, so that they appear and vanish together. It is never changed after it was
 * published.
 *
 * <pre>
 * "HPOBJ\0\0\1" | size, 8 bytes big-endian | SHA-256, 32 bytes | content
 * </pre>
 */
public final class ObjectFile implements ReadOnlyChannel {
    public static final int HEADER_BYTES = 48;

    private static final long MAGIC = 0x48504F424A000001L;
    private static final int COPY_BYTES = 64 * 1024;

    private final Path path;
    private final FileChannel file;
    private final StoredObject description;

    private ObjectFile(Path path, FileChannel file, StoredObject description) {
        this.path = path;
        this.file = file;
        this.description = description;
    }

    /** The bytes before the content. */
    public static ByteBuffer header(long sizeBytes, byte[] sha256) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putLong(MAGIC)
                .putLong(sizeBytes)
                .put(sha256)
                .flip();
    }

    static void write(WritableByteChannel file, long sizeBytes, byte[] sha256, ReadableByteChannel content)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        buffer.put(header(sizeBytes, sha256));
        do {
            buffer.flip();
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            buffer.clear();
        } while (content.read(buffer) != -1);
    }

    /**
     * Reads the whole file.
     *
     * @throws DamagedObject when header or content are not as announced
     */
    static void verify(Path path, String name, long sizeBytes, byte[] sha256) throws IOException {
        try (ObjectFile object = open(path, name)) {
            if (!object.description.holds(sizeBytes, sha256)) {
                throw new DamagedObject("Expected a file of the size and digest announced, but it has others.");
            }
            ReadableByteChannel content = new VerifyingChannel(object, sizeBytes, sha256);
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
            while (content.read(buffer) != -1) {
                buffer.clear();
            }
        }
    }

    /**
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws DamagedObject when it is not whole
     */
    static ObjectFile open(Path path, String name) throws IOException {
        SeekableByteChannel opened = openStaged(path, name);
        if (opened instanceof ObjectFile object) {
            return object;
        }
        try (opened) {
            throw new DamagedObject("Expected the header of an object file, but it is cut short or something else.");
        }
    }

    /**
     * Opens a staged file at the start of its content. A file without a header, as earlier versions staged them, is
     * content as a whole: no ciphertext begins like a header.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws DamagedObject when it is not whole
     */
    public static SeekableByteChannel openStaged(Path path, String name) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            Optional<StoredObject> description = describe(file, name);
            return description.isPresent()
                    ? new ObjectFile(path, file, description.get()).position(0)
                    : file.position(0);
        } catch (IOException | RuntimeException e) {
            try (file) {
                throw e;
            }
        }
    }

    Path path() {
        return path;
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

    /** The description in the header; empty if there is no header. */
    private static Optional<StoredObject> describe(FileChannel file, String name) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        int read;
        do {
            read = file.read(header);
        } while (read != -1 && header.hasRemaining());
        header.flip();
        if (header.remaining() < HEADER_BYTES || header.getLong() != MAGIC) {
            return Optional.empty();
        }
        long sizeBytes = header.getLong();
        byte[] sha256 = new byte[Sha256.BYTES];
        header.get(sha256);
        if (file.size() - HEADER_BYTES != sizeBytes) {
            throw new DamagedObject("Expected an object of %d bytes, but its file has %d."
                    .formatted(sizeBytes, file.size() - HEADER_BYTES));
        }
        return Optional.of(new StoredObject(name, sizeBytes, sha256));
    }
}
