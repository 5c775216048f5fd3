package org.healthpassport.benchmarks.result;

/**
 * CPU that one part of the product uses for a request.
 *
 * @param part such as {@code api}, {@code store}, {@code broker}, {@code audit} or {@code compiler}
 */
public record CpuShare(String part, double cpuMs) {
    /** The part whose share depends on the age of the JVM, and not on the request. */
    public static final String COMPILER = "compiler";
}
