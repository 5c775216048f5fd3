package org.healthpassport.benchmarks.result;

/**
 * The speed of this machine at something that no change of ours touches, so that results of two machines can be compared.
 *
 * @param name the command, such as {@code openssl speed ecdsap256 (verify)}
 */
public record Calibration(String name, double value, String unit) {}
