package org.healthpassport.benchmarks.result;

import java.util.List;

/**
 * A scenario under one load.
 *
 * @param scenario a stable name such as {@code create}; {@code --compare} finds pairs by it
 * @param requests answered requests, failures included
 * @param failures requests that were not answered as expected
 * @param p50Ms median of the latency in milliseconds
 * @param p99Ms 99th percentile of the latency in milliseconds
 * @param cpuMs CPU of the whole product for a request in milliseconds, the load generator not counted
 * @param apiCpuMs the share of api-service in {@code cpuMs}
 * @param allocatedKb kilobytes (1000 bytes) that the product allocates for a request
 * @param parts {@code cpuMs} by the part of the product that used it, the largest first
 */
public record Measurement(
        String scenario,
        Load load,
        long requests,
        long failures,
        double seconds,
        double p50Ms,
        double p99Ms,
        double cpuMs,
        double apiCpuMs,
        double allocatedKb,
        List<CpuShare> parts) {
    public Measurement {
        parts = List.copyOf(parts);
    }

    /** Answered requests in a second, failures left out. */
    public double perSecond() {
        return seconds > 0 ? (requests - failures) / seconds : 0;
    }

    /** {@code cpuMs} without the just-in-time compiler, which gets quiet only after minutes. */
    public double cpuMsWithoutCompiler() {
        double compiler = parts.stream()
                .filter(share -> share.part().equals(CpuShare.COMPILER))
                .mapToDouble(CpuShare::cpuMs)
                .sum();
        return Math.max(0, cpuMs - compiler);
    }

    /** Requests in a second of CPU: what one core, wholly used, does in a second. */
    public double perCpuSecond() {
        return cpuMs > 0 ? 1000 / cpuMs : 0;
    }
}
