package org.healthpassport.api.record.annotation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.healthpassport.api.access.Author;

/**
 * An annotation that the patient's side wrote beside a record.
 *
 * @param author the patient, or a representative
 * @param byPatient true if the patient wrote it, and not a representative
 */
public record Annotation(String text, Author author, boolean byPatient, Instant recordedAt) {

    /** The size of the text as it is stored. */
    public int bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Leaves out personal data, as annotations end up in logs. */
    @Override
    public String toString() {
        return "Annotation[" + recordedAt + ']';
    }
}
