package org.healthpassport.api.record;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * A health record as it is now, for somebody whom its patient shows it to.
 *
 * @param resource the FHIR resource with {@code id}, {@code meta} and {@code patient}, but without the
 *     author's account; a copy of the caller's own
 */
public record SharedRecord(String recordId, Instant lastUpdated, ObjectNode resource) {

    @Override
    public String toString() {
        return "SharedRecord[" + recordId + ']';
    }
}
