package org.healthpassport.api.record.share;

import java.time.Instant;
import java.util.List;
import org.healthpassport.api.record.annotation.AnnotationName;
import tools.jackson.databind.node.ObjectNode;

/**
 * A health record in its newest version, for somebody with whom its patient shares it.
 *
 * @param bytes size of the resource as it is stored
 * @param resource the FHIR resource with {@code id}, {@code meta} and {@code patient}, but without the author's
 *     account; a copy that belongs to the caller
 * @param annotations the names of the annotations that stand beside it, the oldest first
 */
public record SharedRecord(
        String recordId, Instant lastUpdated, int bytes, ObjectNode resource, List<AnnotationName> annotations) {
    public SharedRecord {
        annotations = List.copyOf(annotations);
    }

    @Override
    public String toString() {
        return "SharedRecord[" + recordId + ']';
    }
}
