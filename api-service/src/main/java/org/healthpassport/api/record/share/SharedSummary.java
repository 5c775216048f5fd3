package org.healthpassport.api.record.share;

import java.util.List;

/**
 * The records of a patient that a summary shows.
 *
 * @param sections all that have a record, or miss one
 * @param things to which these records refer, such as the Medication of a prescription
 * @param unreadable number of further records of which not even the section can be read
 */
public record SharedSummary(List<SharedSection> sections, List<SharedRecord> things, int unreadable) {
    public SharedSummary {
        sections = List.copyOf(sections);
        things = List.copyOf(things);
    }

    /** The same, with one more thing that belongs here but cannot be read. */
    public SharedSummary andOneUnreadable() {
        return new SharedSummary(sections, things, unreadable + 1);
    }

    /** The number of things that belong here but cannot be read. */
    public int allUnreadable() {
        return unreadable
                + sections.stream().mapToInt(SharedSection::unreadable).sum();
    }
}
