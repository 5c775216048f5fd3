package org.healthpassport.aggregates.unreadable;

import org.jspecify.annotations.Nullable;

/**
 * Something that is stored and cannot be read. None of this is PHI.
 *
 * @param kind the store's name for its kind, such as {@code recordVersions}
 * @param id under which it is stored
 * @param subjectId the patient or account that it belongs to, by the store's clear fields; null if they do not tell
 */
public record Unreadable(String kind, String id, @Nullable String subjectId, UnreadableReason reason) {

    /** The part that is shown in lists to those who may see the list. */
    public View view() {
        return new View(reason);
    }

    /** Replaces the members of a readable item. */
    public record View(UnreadableReason reason) {}
}
