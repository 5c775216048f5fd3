package org.healthpassport.benchmarks.result;

/** The way in which requests follow one another. */
public enum Load {
    /** Requests start by a fixed schedule, whether or not earlier ones are answered. Latency counts from the intended start. */
    OPEN,
    /** A fixed number of clients; each sends its next request when the last one is answered. */
    CLOSED,
    /** One after the other. */
    ONCE
}
