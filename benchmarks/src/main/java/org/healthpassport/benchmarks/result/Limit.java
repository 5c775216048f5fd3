package org.healthpassport.benchmarks.result;

/**
 * The most that a part of the product, taken alone, can do on this machine.
 *
 * @param name such as {@code raw insert}
 */
public record Limit(String name, double value, String unit) {}
