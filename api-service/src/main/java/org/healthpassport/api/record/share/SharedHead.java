package org.healthpassport.api.record.share;

import java.util.List;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.fhir.catalog.RecordType;

/**
 * A record that is not deleted, as it is known without its content.
 *
 * @param newest the name of its newest version
 * @param bytes size of the resource of that version
 * @param annotations the names of its annotations, the oldest first
 */
public record SharedHead(VersionName newest, RecordType type, int bytes, List<AnnotationName> annotations) {
    public SharedHead {
        annotations = List.copyOf(annotations);
    }

    public String recordId() {
        return newest.recordId();
    }
}
