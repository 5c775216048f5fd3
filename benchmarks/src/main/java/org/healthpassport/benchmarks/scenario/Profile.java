package org.healthpassport.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.benchmarks.product.WarmUp;

/**
 * The size of a run.
 *
 * @param each the time of each load of each scenario
 * @param largeDocuments the number of uploads and downloads of 1 GiB
 * @param waits the number of times that something is waited for
 * @param steps numbers of records of one patient and of all together
 * @param seeding the longest time for creating the records of a step
 * @param idle the time in which CPU without requests is measured
 * @param functions true if hot functions are part of it
 */
public record Profile(
        String name,
        WarmUp warmUp,
        Duration each,
        int largeDocuments,
        int waits,
        List<Long> steps,
        Duration seeding,
        Duration idle,
        boolean functions) {
    /** Takes seven minutes in all, three of which are warm-up and seeding. */
    public static final Profile SHORT = new Profile(
            "short",
            new WarmUp(Duration.ofSeconds(60), Duration.ofSeconds(150)),
            Duration.ofMillis(2_000),
            0,
            12,
            List.of(100L, 10_000L),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            false);

    /** Takes 25 minutes. */
    public static final Profile LONG = new Profile(
            "long",
            new WarmUp(Duration.ofSeconds(60), Duration.ofSeconds(300)),
            Duration.ofSeconds(5),
            2,
            40,
            List.of(100L, 10_000L, 100_000L),
            Duration.ofSeconds(240),
            Duration.ofSeconds(20),
            true);

    /** Every stage of the long one, for so short a time that the figures mean nothing: it shows that all of them work. */
    public static final Profile TRIAL = new Profile(
            "trial",
            WarmUp.exactly(Duration.ofSeconds(10)),
            Duration.ofMillis(300),
            1,
            3,
            List.of(100L, 1_000L, 2_000L),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            true);

    public static Optional<Profile> named(String name) {
        return Stream.of(SHORT, LONG, TRIAL)
                .filter(profile -> profile.name.equals(name))
                .findFirst();
    }

    public boolean isLong() {
        return name.equals(LONG.name);
    }

    /** The same with another warm-up. */
    public Profile with(WarmUp other) {
        return new Profile(name, other, each, largeDocuments, waits, steps, seeding, idle, functions);
    }

    /** The same with a million records, for a store that is meant for so many. */
    public Profile withAMillion() {
        List<Long> more = new ArrayList<>(steps);
        more.add(1_000_000L);
        return new Profile(
                name, warmUp, each, largeDocuments, waits, List.copyOf(more), Duration.ofHours(6), idle, functions);
    }
}
