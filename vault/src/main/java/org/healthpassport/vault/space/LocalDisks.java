package org.healthpassport.vault.space;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.healthpassport.vault.durable.DiskFull;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the free space of each part on this machine, at most once a second. Logs each change of state once; only the
 * log names folders. Calls may block for as long as the file system does.
 */
public final class LocalDisks {
    private static final Logger log = LoggerFactory.getLogger(LocalDisks.class);

    private static final Duration LOOKED_AT = Duration.ofSeconds(1);
    private static final Duration BETWEEN_TRIALS = Duration.ofSeconds(5);
    /** The size of a trial write after a failed one. It also fails at a limit for single files, as at a full disk. */
    private static final int TRIAL_BYTES = 1 << 20;

    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final DiskLimits limits;
    private final FreeSpace freeSpace;
    private final Clock clock;

    /** @param folders by the name of the part; they need not be there yet */
    public LocalDisks(Map<String, Path> folders, DiskLimits limits, FreeSpace freeSpace, Clock clock) {
        new TreeMap<>(folders).forEach((name, folder) -> parts.put(name, new Part(name, folder)));
        this.limits = limits;
        this.freeSpace = freeSpace;
        this.clock = clock;
    }

    /** The state of each part, by its name. */
    public Map<String, DiskState> states() {
        Map<String, DiskState> states = new LinkedHashMap<>();
        parts.forEach((name, part) -> states.put(name, part.state()));
        return states;
    }

    /**
     * The bytes that can be written to these parts before one of them is low, as last measured; negative once one is
     * low. {@link Long#MAX_VALUE} if none of them is on this machine.
     */
    public long spareBytes(Set<String> names) {
        return parts.values().stream()
                .filter(part -> names.contains(part.name))
                .mapToLong(part -> part.spareBytes)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Reports a write that failed because the disk is full. The part counts as full until a trial write succeeds, even
     * if the file system reports free space. Other failures, and parts on other machines, are ignored.
     */
    public void writeFailed(String name, Throwable failure) {
        Part part = parts.get(name);
        if (part != null && DiskFull.caused(failure)) {
            part.failed(failure);
        }
    }

    private final class Part {
        private final String name;
        private final Path folder;
        private DiskState state = DiskState.OK;
        private volatile long spareBytes = Long.MAX_VALUE;
        private Instant lookAgain = Instant.MIN;
        private @Nullable Instant trialDue;

        private Part(String name, Path folder) {
            this.name = name;
            this.folder = folder;
        }

        private synchronized DiskState state() {
            Instant now = clock.instant();
            if (!now.isBefore(lookAgain)) {
                look(now);
                lookAgain = now.plus(LOOKED_AT);
            }
            return state;
        }

        private synchronized void failed(Throwable failure) {
            trialDue = clock.instant().plus(BETWEEN_TRIALS);
            become(DiskState.FULL, innermost(failure));
        }

        private void look(Instant now) {
            try {
                FreeSpace.Space space = freeSpace.of(folder);
                DiskState seen = limits.state(space);
                spareBytes = limits.spareBytes(space);
                if (trialDue != null && seen != DiskState.FULL) {
                    if (now.isBefore(trialDue) || !isWritable(now)) {
                        return;
                    }
                    trialDue = null;
                }
                become(seen, "%d MB are free".formatted(space.usableBytes() >> 20));
            } catch (IOException | UncheckedIOException e) {
                // Nothing is known then. A disk that cannot be asked is for those to report who use it.
                log.debug("Expected to measure the free space of {}, but could not", name, e);
            }
        }

        private boolean isWritable(Instant now) {
            trialDue = now.plus(BETWEEN_TRIALS);
            if (!Files.isDirectory(folder)) {
                return true;
            }
            try (PartFile trial = DurableFolder.open(folder).begin()) {
                trial.write(new byte[TRIAL_BYTES]);
                trial.force();
                return true;
            } catch (IOException stillFull) {
                return false;
            }
        }

        private void become(DiskState next, String cause) {
            if (next == state) {
                return;
            }
            state = next;
            switch (next) {
                case OK -> log.info("There is room again for part '{}' in {}: {}", name, folder, cause);
                case LOW ->
                    log.warn(
                            "The disk of part '{}' in {} is low on space: {}. Uploads are refused",
                            name,
                            folder,
                            cause);
                case SCARCE ->
                    log.warn(
                            "The disk of part '{}' in {} is nearly full: {}. New data is refused; logins, reads and revocations go on",
                            name,
                            folder,
                            cause);
                case FULL -> log.error("The disk of part '{}' in {} is full: {}. Make space", name, folder, cause);
            }
        }
    }

    private static String innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
