package org.healthpassport.api.consent.race;

/**
 * A request of the model, and its answer.
 *
 * @param actor the account that sent it; for a grant and a change of an account, the account or hospital that it is about
 * @param patientId empty for a change of an account
 * @param id of the consent, the representative or the request; empty if the answer did not come
 * @param began before it was sent, in nanoseconds of this machine
 * @param ended when its answer had come, or when it was given up
 * @param status 0 if there was no answer
 */
record Deed(Kind kind, String actor, String patientId, String id, long began, long ended, int status) {

    enum Kind {
        /** Of a consent, by the patient or by an approval. */
        GRANT,
        REVOKE,
        TAKE_EMERGENCY,
        /** A finding that it was not justified. */
        END_EMERGENCY,
        REPRESENT,
        END_REPRESENTATIVE,
        SUSPEND,
        ACTIVATE,
        READ
    }

    boolean isDone() {
        return status / 100 == 2;
    }

    /** True if it may have happened although no answer said so. */
    boolean isInDoubt() {
        return status == 0 || status >= 500;
    }

    boolean mayBeDone() {
        return isDone() || isInDoubt();
    }

    boolean is(Kind other) {
        return kind == other;
    }
}
