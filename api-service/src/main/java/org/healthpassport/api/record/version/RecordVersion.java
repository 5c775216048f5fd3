package org.healthpassport.api.record.version;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.healthpassport.api.access.Author;
import org.healthpassport.edge.condition.IfMatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/**
 * One version of a record.
 *
 * @param number from 1
 * @param resource FHIR JSON; null if the version marks a deletion
 */
public record RecordVersion(
        String recordId, long number, Instant recordedAt, Author author, byte @Nullable [] resource) {

    /** True if the version marks a deletion. */
    public boolean isDeletion() {
        return resource == null;
    }

    /** The size of the resource; 0 if the version marks a deletion. */
    public int bytes() {
        return resource == null ? 0 : resource.length;
    }

    /** The resource as part of a larger JSON text, copied without parsing, so that nothing in it changes. */
    public RawValue json() {
        return new RawValue(new String(Objects.requireNonNull(resource), StandardCharsets.UTF_8));
    }

    /** The value of {@code ETag} and {@code If-Match}. */
    public String entityTag() {
        return IfMatch.entityTag(number);
    }

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "RecordVersion[" + recordId + ", " + number + ']';
    }
}
