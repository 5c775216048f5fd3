package org.healthpassport.vault.key.file;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Knows since when the versions of each key are as they are, by the monotonic clock of this process: wrong clocks matter
 * to nobody, and a process that takes over waits once more.
 *
 * @param <K> what names a key
 */
public final class Settling<K> {
    /** After that, each process has opened the file again, or does not use the key any more. */
    public static final Duration SETTLED_AFTER = HeldKeyset.HELD_AT_MOST.plusSeconds(30);

    private final LongSupplier nanoTime;
    private final Map<K, Seen> seen = new HashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    public Settling(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Seen(KeyVersions versions, long since) {}

    /** True if each process knows these versions. */
    public boolean isSettled(K name, KeyVersions versions) {
        Seen before = seen.get(name);
        if (before == null || !before.versions().equals(versions)) {
            seen.put(name, new Seen(versions, nanoTime.getAsLong()));
            return false;
        }
        return nanoTime.getAsLong() - before.since() >= SETTLED_AFTER.toNanos();
    }
}
