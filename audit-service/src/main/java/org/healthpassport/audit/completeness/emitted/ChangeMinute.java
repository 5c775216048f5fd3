package org.healthpassport.audit.completeness.emitted;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Minutes as texts, {@code 2026-11-23T05:26Z}; their order is that of time. */
public final class ChangeMinute {
    /** After a longer pause looking at everything costs no more than looking minute by minute. */
    private static final long MOST = 24L * 60;
    /** By how much clocks may differ, and a write may take longer than it says. */
    private static final long TOLERANCE = 2;

    private ChangeMinute() {}

    public static String of(Instant time) {
        // An instant of a whole minute is written with its seconds.
        return time.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }

    /** The beginning of a minute; long ago for a text that is none, which only an attacker writes. */
    static Instant instant(String minute) {
        try {
            return Instant.parse(minute.replace("Z", ":00Z"));
        } catch (DateTimeException notOurs) {
            return Instant.EPOCH;
        }
    }

    /** All from a minute to a time, with some on both sides; empty if they are too many to name. */
    public static Optional<List<String>> between(String minute, Instant to) {
        Instant from = instant(minute);
        long count = ChronoUnit.MINUTES.between(from, to) + 2 * TOLERANCE + 1;
        if (count > MOST) {
            return Optional.empty();
        }
        Instant first = from.minus(TOLERANCE, ChronoUnit.MINUTES);
        return Optional.of(LongStream.range(0, Math.max(count, 2 * TOLERANCE + 1))
                .mapToObj(i -> of(first.plus(i, ChronoUnit.MINUTES)))
                .toList());
    }
}
