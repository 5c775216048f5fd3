package org.healthpassport.aggregates.rotation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.file.HeldKeyset;
import org.healthpassport.vault.key.file.KeyVersions;

/**
 * Knows since when the versions of each key are as they are, by the monotonic clock of this process: wrong clocks matter
 * to nobody, and a process that takes over waits once more.
 */
final class Settling {
    /** After that, each process has opened the file again, or does not use the key any more. */
    static final Duration SETTLED_AFTER = HeldKeyset.HELD_AT_MOST.plusSeconds(30);

    private final LongSupplier nanoTime;
    private final Map<KeyPurpose, Seen> seen = new EnumMap<>(KeyPurpose.class);

    /** @param nanoTime as {@link System#nanoTime} */
    Settling(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Seen(KeyVersions versions, long since) {}

    /** True if each process knows these versions. */
    boolean isSettled(KeyPurpose purpose, KeyVersions versions) {
        Seen before = seen.get(purpose);
        if (before == null || !before.versions().equals(versions)) {
            seen.put(purpose, new Seen(versions, nanoTime.getAsLong()));
            return false;
        }
        return nanoTime.getAsLong() - before.since() >= SETTLED_AFTER.toNanos();
    }
}
