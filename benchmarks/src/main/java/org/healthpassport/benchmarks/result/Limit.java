package org.healthpassport.benchmarks.result;

import org.jspecify.annotations.Nullable;

/**
 * The most that a part of the product, taken alone, can do on this machine.
 *
 * @param name such as {@code raw insert}
 * @param value operations or bytes in a second, as the unit says; 0 if it was not measured
 * @param cpuMs CPU of one operation in milliseconds, of the work on a file for transfers; 0 if unknown
 * @param notMeasured the reason, null if it was measured
 */
public record Limit(
        String name,
        double value,
        String unit,
        double cpuMs,
        @Nullable String notMeasured) {
    /** A limit of unknown CPU. */
    public Limit(String name, double value, String unit) {
        this(name, value, unit, 0, null);
    }

    public Limit(String name, double value, String unit, double cpuMs) {
        this(name, value, unit, cpuMs, null);
    }

    /** A limit that could not be measured here. */
    public static Limit notMeasured(String name, String unit, String reason) {
        return new Limit(name, 0, unit, 0, reason);
    }

    public boolean isMeasured() {
        return notMeasured == null;
    }
}
