package org.healthpassport.aggregates.refusal;

import java.util.function.Predicate;

/** Carries a {@link Refusal} up to the edge; has no stack trace, as a refusal is an expected result. */
public final class Refused extends RuntimeException {
    private final transient Refusal refusal;

    Refused(Refusal refusal) {
        super("Refused: " + refusal.getClass().getSimpleName(), null, false, false);
        this.refusal = refusal;
    }

    /** True for failures that carry a refusal of this kind. */
    public static Predicate<Throwable> with(Class<? extends Refusal> kind) {
        return failure -> failure instanceof Refused refused && kind.isInstance(refused.refusal);
    }

    public Refusal refusal() {
        return refusal;
    }
}
