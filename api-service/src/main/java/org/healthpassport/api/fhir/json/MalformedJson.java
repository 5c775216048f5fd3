package org.healthpassport.api.fhir.json;

import org.jspecify.annotations.Nullable;

/** Bytes that are not the JSON of a resource; the message can be shown to the client and quotes nothing it sent. */
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String pointer;

    MalformedJson(String message, @Nullable String pointer) {
        super(message);
        this.pointer = pointer;
    }

    /** Where it is, as an RFC 6901 pointer; null where no member can be named. */
    public @Nullable String pointer() {
        return pointer;
    }
}
