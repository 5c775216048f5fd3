package org.healthpassport.api.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes of a part's files, compared with its limit. Counting them again and again takes at most a twentieth of the time. */
final class UsedSpace {
    private static final Logger log = LoggerFactory.getLogger(UsedSpace.class);
    private static final int REST = 20;

    private final WatchedPart part;
    private long bytes;
    private long countAgainAfter = System.nanoTime();
    private boolean nearlyFull;

    UsedSpace(WatchedPart part) {
        this.part = part;
    }

    /** The bytes that the part may still take; negative once its files take more than they may. */
    long spareBytes() {
        long started = System.nanoTime();
        if (started - countAgainAfter >= 0) {
            count();
            long now = System.nanoTime();
            countAgainAfter = now + REST * (now - started);
        }
        return part.mostBytes() - bytes;
    }

    private void count() {
        try (Stream<Path> files = Files.walk(part.folder())) {
            bytes = files.mapToLong(UsedSpace::size).sum();
        } catch (IOException | UncheckedIOException e) {
            // Nothing is known then. A folder that cannot be read is for those to report who use it.
            log.debug("Expected to count the files of {}, but could not", part.name(), e);
            return;
        }
        say();
    }

    private void say() {
        boolean now = bytes > part.mostBytes() / 10 * 9;
        if (now == nearlyFull) {
            return;
        }
        nearlyFull = now;
        if (now) {
            log.warn(
                    "The files of part '{}' in {} take {} MB of the {} MB that they may take. Uploads without room are refused",
                    part.name(),
                    part.folder(),
                    bytes >> 20,
                    part.mostBytes() >> 20);
        } else {
            log.info("There is room again for files of part '{}' in {}", part.name(), part.folder());
        }
    }

    private static long size(Path file) {
        try {
            return Files.isDirectory(file) ? 0 : Files.size(file);
        } catch (NoSuchFileException deletedMeanwhile) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
