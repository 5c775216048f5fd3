package org.healthpassport.embedded;

import static java.util.Comparator.naturalOrder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures the disk that holds the folder of an engine, and recognises a full one. */
public final class DiskSpace {
    private static final int DEEPEST_CAUSE = 16;
    private static final int TRIAL_BYTES = 1 << 20;
    /** ENOSPC, EFBIG (a limit set for the process), EDQUOT, and Windows. */
    private static final List<String> WORDS =
            List.of("no space left on device", "file too large", "disk quota exceeded", "not enough space on the disk");

    private DiskSpace() {}

    /**
     * Bytes that this user may still write there.
     *
     * @throws UncheckedIOException if the file system does not say
     */
    public static long usableBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operating system's message about a full disk, if that caused the failure; else null. */
    public static @Nullable String causeOf(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .filter(IOException.class::isInstance)
                .map(Throwable::getMessage)
                .filter(DiskSpace::saysFull)
                .findFirst()
                .orElse(null);
    }

    /**
     * Writes a trial file in a folder. Returns the message about a full disk, or null if the write succeeded or failed
     * for another reason. It writes behind the end of the largest file there, as the size of files can be limited too.
     *
     * @param largestFile the size that a file must be able to have
     */
    public static @Nullable String trialWrite(Path folder, long largestFile) {
        Path trial = folder.resolve("trial.space");
        try (FileChannel file = FileChannel.open(
                trial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            ByteBuffer bytes = ByteBuffer.allocate(TRIAL_BYTES);
            file.position(Math.max(largestFile, largestIn(folder)));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
            return null;
        } catch (IOException | UncheckedIOException e) {
            return causeOf(e);
        }
    }

    private static long largestIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toFile)
                    .map(file -> file.isFile() ? file.length() : 0)
                    .max(naturalOrder())
                    .orElse(0L);
        }
    }

    private static boolean saysFull(@Nullable String message) {
        return message != null && WORDS.stream().anyMatch(message.toLowerCase(Locale.ROOT)::contains);
    }
}
