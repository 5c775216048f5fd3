package org.healthpassport.fhir.json;

import org.jspecify.annotations.Nullable;

/**
 * Thrown for bytes that are not the JSON of a resource. The requirement can be shown to the client, as it quotes
 * nothing that was sent.
 */
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String requirement;
    private final @Nullable String pointer;

    /** @param requirement that the bytes do not meet, such as "must be UTF-8" */
    MalformedJson(String requirement, @Nullable String pointer) {
        super("Expected FHIR JSON, but it is malformed: it " + requirement);
        this.requirement = requirement;
        this.pointer = pointer;
    }

    /** The requirement that the bytes do not meet, in the words of a message for a field. */
    public String requirement() {
        return requirement;
    }

    /** The place as an RFC 6901 pointer; null if no member can be named. */
    public @Nullable String pointer() {
        return pointer;
    }
}
