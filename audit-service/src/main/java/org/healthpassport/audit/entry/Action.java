package org.healthpassport.audit.entry;

/** The kind of an action that was done or tried (FHIR R4, AuditEvent.action). */
public enum Action {
    CREATE("C"),
    READ("R"),
    UPDATE("U"),
    DELETE("D"),
    EXECUTE("E");

    private final String code;

    Action(String code) {
        this.code = code;
    }

    /** The letter in entries and queries. */
    public String code() {
        return code;
    }

    /** @throws IllegalArgumentException for any other text */
    public static Action ofCode(String code) {
        for (Action action : values()) {
            if (action.code.equals(code)) {
                return action;
            }
        }
        throw new IllegalArgumentException("Expected one of C, R, U, D and E");
    }
}
