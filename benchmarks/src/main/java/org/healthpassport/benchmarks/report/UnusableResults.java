package org.healthpassport.benchmarks.report;

/** Results that cannot be read or compared; the message is for whoever named the files. */
public final class UnusableResults extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableResults(String message) {
        super(message);
    }
}
