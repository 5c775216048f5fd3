package org.healthpassport.aggregates.unreadable;

/** The reasons why something that is stored cannot be read. Clients see their names. */
public enum UnreadableReason {
    /** It should exist but does not. Never used for something that was deleted or erased. */
    MISSING("it is missing"),
    /** Its seal does not open, or it disagrees with the fields beside it: it was changed, truncated or moved to another place. */
    SEAL_BROKEN("its seal is broken"),
    /** It is older than a version that was seen: somebody put it back. */
    OUTDATED("an older version was put back"),
    /** A field is missing, or the sealed content is not in this service's format. */
    MALFORMED("it is not in this service's format"),
    /** Its owner has keys that cannot be unwrapped, or it does not name its owner. */
    KEYS_BROKEN("the keys of its owner cannot be unwrapped"),
    /** Several may be it, and nothing that names the right one can be read. */
    UNCERTAIN("nothing that can be read names it");

    private final String words;

    UnreadableReason(String words) {
        this.words = words;
    }

    /** Completes the sentence "It cannot be read, as ..."; names no thing and no person. */
    public String words() {
        return words;
    }
}
