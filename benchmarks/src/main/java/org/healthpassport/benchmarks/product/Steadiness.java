package org.healthpassport.benchmarks.product;

/** The rule by which a use of CPU that falls after a load has come to rest. */
final class Steadiness {
    /** Noise of one look; a fall by less than this is none. */
    private static final double NOISE = 0.1;

    private double before = Double.POSITIVE_INFINITY;

    /** @param used the use since the last look, by any measure */
    boolean isReachedWith(double used) {
        boolean falls = used < before * (1 - NOISE);
        before = used;
        return !falls;
    }
}
