package org.healthpassport.benchmarks.result;

/**
 * The cost of a request while so much data is there.
 *
 * @param scenario the request, such as {@code create}
 * @param records records that existed before
 * @param cpuMs CPU of the whole product for a request in milliseconds
 */
public record GrowthPoint(String scenario, Spread spread, long records, double cpuMs) {}
