package org.healthpassport.api.unreadable;

/** The reasons for which something that is kept cannot be read. Clients see them by their names. */
public enum UnreadableReason {
    /** What should be there is gone. Never said of what was deleted or erased. */
    MISSING("it is gone"),
    /** Its seal does not open: it was changed, cut short, turned back or put in another's place. */
    SEAL_BROKEN("its seal is broken"),
    /** A field is missing, or what was sealed is not what this service writes. */
    MALFORMED("it is not as this service writes it"),
    /** There are keys of its owner, but they cannot be unwrapped; or it does not say whose it is. */
    KEYS_BROKEN("the keys of its owner cannot be unwrapped");

    private final String words;

    UnreadableReason(String words) {
        this.words = words;
    }

    /** Goes on after "cannot be read, as"; names nothing and nobody. */
    public String words() {
        return words;
    }
}
