package org.healthpassport.api.record.annotating;

import java.util.List;
import org.healthpassport.api.record.annotation.AnnotationName;

/**
 * A record that is shared with the annotations beside it.
 *
 * @param address its type and its id
 * @param annotations their names, the oldest first
 */
public record AnnotatedRecord(String address, List<AnnotationName> annotations) {
    public AnnotatedRecord {
        annotations = List.copyOf(annotations);
    }
}
