package org.healthpassport.benchmarks.result;

import java.time.Instant;

/**
 * The machine, the code and the settings of a run.
 *
 * @param jdk vendor and version of the JDK that ran the product
 * @param memory bytes of memory of the machine
 * @param commit the short hash of the measured commit, with {@code +} if files were changed, or {@code unknown}
 * @param profile {@code short} or {@code long}
 */
public record Environment(
        String jdk,
        String operatingSystem,
        String processor,
        int cores,
        long memory,
        String commit,
        Instant began,
        String profile) {}
