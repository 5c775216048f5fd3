package org.healthpassport.audit.entry;

/** The outcome of an action (FHIR R4, AuditEvent.outcome). */
public enum Outcome {
    SUCCESS(0),
    MINOR_FAILURE(4),
    SERIOUS_FAILURE(8),
    MAJOR_FAILURE(12);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException for any other number */
    public static Outcome ofCode(int code) {
        for (Outcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("Expected one of 0, 4, 8 and 12");
    }
}
