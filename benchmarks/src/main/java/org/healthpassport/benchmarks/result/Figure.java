package org.healthpassport.benchmarks.result;

/** A number that belongs to no request, such as memory after the start. */
public record Figure(String name, double value, String unit) {}
