package org.healthpassport.benchmarks.result;

/**
 * The cost of one call of a hot function, measured alone.
 *
 * @param name such as {@code QrCode.matrix bytes=100}; {@code --compare} finds pairs by it
 * @param cpuUs CPU of the whole JVM for a call in microseconds, garbage collection included
 * @param wallUs time of a call in microseconds; more than the CPU if the machine was busy with something else
 * @param allocatedBytes bytes that a call allocates
 */
public record FunctionCost(String name, double cpuUs, double wallUs, double allocatedBytes) {
    /** Calls in a second of CPU. */
    public double perCpuSecond() {
        return cpuUs > 0 ? 1_000_000 / cpuUs : 0;
    }
}
