package org.healthpassport.aggregates.refusal;

/** Carries a {@link Refusal} up to the edge; has no stack trace, as a refusal is an expected result. */
public final class Refused extends RuntimeException {
    private final transient Refusal refusal;

    Refused(Refusal refusal) {
        super("Refused: " + refusal.getClass().getSimpleName(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
