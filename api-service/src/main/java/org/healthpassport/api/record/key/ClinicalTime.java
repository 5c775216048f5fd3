package org.healthpassport.api.record.key;

import java.time.Instant;
import org.healthpassport.fhir.catalog.ClinicalDate;
import org.jspecify.annotations.Nullable;

/**
 * The time at which a record was true of the patient; as sensitive as the record itself.
 *
 * @param first the first instant that its start can mean; null if the start is not known
 * @param last the last instant that its end can mean; null if the end is not known or still to come
 */
public record ClinicalTime(
        @Nullable Instant first, @Nullable Instant last) {

    /** Null if it has no date at all. */
    public static @Nullable ClinicalTime of(ClinicalDate date) {
        ClinicalTime time =
                new ClinicalTime(date.earliest().orElse(null), date.latest().orElse(null));
        return time.first == null && time.last == null ? null : time;
    }

    @Override
    public String toString() {
        return "ClinicalTime[...]";
    }
}
