package org.healthpassport.api.record.share;

import java.util.List;
import org.healthpassport.fhir.catalog.Section;

/**
 * The records that a section of a summary shows. It says what it does not show, as a list of allergies that is silently cut
 * is worse than none.
 *
 * @param records the most important one first
 * @param leftOut number of further records, for which there is no room
 * @param shortened number of the records that are here in their short form
 * @param unreadable number of further records that cannot be read
 * @param mayHaveMore true if further records were not read that may belong here
 */
public record SharedSection(
        Section section, List<SharedRecord> records, int leftOut, int shortened, int unreadable, boolean mayHaveMore) {
    public SharedSection {
        records = List.copyOf(records);
    }

    /** True if it shows each of its records as a whole. */
    public boolean isComplete() {
        return leftOut == 0 && shortened == 0 && unreadable == 0 && !mayHaveMore;
    }
}
