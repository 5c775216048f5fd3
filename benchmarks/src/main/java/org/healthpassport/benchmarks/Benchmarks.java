package org.healthpassport.benchmarks;

/** Runs all measurements, prints them as one table, and writes them into a folder. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) {
        Arguments chosen;
        try {
            chosen = Arguments.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.out.println("Profile: " + chosen.profile());
    }
}
