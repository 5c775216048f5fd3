package org.healthpassport.benchmarks.result;

/**
 * The part of a limit that the product reaches.
 *
 * @param limit the name of the {@link Limit}
 * @param reached from 0 to 1, or more if the product does less work than the limit
 */
public record ShareOfLimit(String scenario, String limit, double reached) {}
