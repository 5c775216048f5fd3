package org.healthpassport.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The size of a run.
 *
 * @param each the time of each load of each scenario
 * @param medium the time of each load of 10 MB
 * @param largeDocuments the number of uploads and downloads of 1 GiB
 * @param waits the number of times that something is waited for
 * @param steps numbers of records of one patient and of all together
 * @param seeding the longest time for creating the records of a step
 * @param idle the time in which CPU without requests is measured
 */
public record Profile(
        Duration each,
        Duration medium,
        int largeDocuments,
        int waits,
        List<Long> steps,
        Duration seeding,
        Duration idle) {
    /** Takes six minutes in all, with a minute of warm-up. */
    public static final Profile SHORT = new Profile(
            Duration.ofMillis(2_500),
            Duration.ofMillis(2_500),
            0,
            12,
            List.of(100L, 10_000L),
            Duration.ofSeconds(20),
            Duration.ofSeconds(8));

    public static final Profile LONG = new Profile(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            2,
            60,
            List.of(100L, 10_000L, 100_000L),
            Duration.ofHours(1),
            Duration.ofSeconds(60));

    /** The same with a million records, for a store that is meant for so many. */
    public Profile withAMillion() {
        List<Long> more = new ArrayList<>(steps);
        more.add(1_000_000L);
        return new Profile(each, medium, largeDocuments, waits, List.copyOf(more), Duration.ofHours(6), idle);
    }
}
