package org.healthpassport.embedded.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that reserves space for the store and is deleted when the disk is full. Free space alone is no reserve, as
 * other programs use it too.
 */
public final class BallastFile {
    /** Some thousand small commits: hours of logins, reads and revocations. */
    public static final int BYTES = 32 << 20;

    private static final Logger log = LoggerFactory.getLogger(BallastFile.class);
    private static final String NAME = "kept-back.space";
    private static final int BLOCK_BYTES = 1 << 20;

    private final Path file;

    public BallastFile(Path folder) {
        this.file = folder.resolve(NAME);
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /** Reserves the space, whole or not at all. */
    public void reserve() throws IOException {
        Path unfinished = file.resolveSibling(NAME + ".part");
        try {
            write(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Deletes the file; true if there was one. */
    boolean release() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("Expected to give up the space kept back in {}, but could not: {}", file, e.getMessage());
            return false;
        }
    }

    private static void write(Path unfinished) throws IOException {
        // Zeros would take no room on a file system that compresses.
        byte[] block = new byte[BLOCK_BYTES];
        new SplittableRandom().nextBytes(block);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            for (int written = 0; written < BYTES; written += BLOCK_BYTES) {
                ByteBuffer bytes = ByteBuffer.wrap(block);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            // Until then the file system may only have promised the space.
            channel.force(true);
        }
    }
}
