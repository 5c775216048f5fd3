package org.healthpassport.vault.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A write that failed because the disk, or the share of it that may be used here, is full. Its message has no path. */
public final class DiskFull extends IOException {
    private static final long serialVersionUID = 1L;

    /** Deeper than any real chain of causes; bounds those that go in circles. */
    private static final int DEEPEST_CAUSE = 16;

    /** With less left, a failed write is taken for a full disk, as the message may be in any language. */
    private static final long NOTHING_LEFT = 64 * 1024;

    /** ENOSPC, EFBIG (a limit set for the process), EDQUOT, and Windows. */
    private static final List<String> WORDS =
            List.of("no space left on device", "file too large", "disk quota exceeded", "not enough space on the disk");

    private DiskFull(IOException cause) {
        // As the C library says it: who sorts failures without knowing this class goes by these words.
        super("No space left on device", cause);
    }

    /** The failure of a write in that folder: a {@link DiskFull} if the disk is full, else the failure itself. */
    public static IOException sorted(IOException failure, Path folder) {
        return !(failure instanceof DiskFull) && (saysSo(failure) || hasNothingLeft(folder))
                ? new DiskFull(failure)
                : failure;
    }

    /** True if the failure, or one of its causes, is a full disk. */
    public static boolean caused(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(cause -> cause instanceof DiskFull || cause instanceof IOException && saysSo(cause));
    }

    private static boolean saysSo(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(message::contains);
    }

    private static boolean hasNothingLeft(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < NOTHING_LEFT;
        } catch (IOException unknown) {
            return false;
        }
    }
}
