package org.healthpassport.api.record.version;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.healthpassport.api.web.IfMatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/**
 * One version of a record.
 *
 * @param number from 1
 * @param resource FHIR JSON, null where the version says that the record was deleted
 */
public record RecordVersion(
        String recordId, long number, Instant recordedAt, Author author, byte @Nullable [] resource) {

    /** Whether this says that the record was deleted. */
    public boolean isDeletion() {
        return resource == null;
    }

    /** The resource as a part of a larger JSON text; no reader and writer in between could change what it says. */
    public RawValue json() {
        return new RawValue(new String(Objects.requireNonNull(resource), StandardCharsets.UTF_8));
    }

    /** As {@code ETag} and {@code If-Match} have it. */
    public String entityTag() {
        return IfMatch.entityTag(number);
    }

    /** Without what is personal, as records end up in logs. */
    @Override
    public String toString() {
        return "RecordVersion[" + recordId + ", " + number + ']';
    }
}
