package org.healthpassport.api.unreadable;

import org.jspecify.annotations.Nullable;

/**
 * Something that is kept and cannot be read. None of this is PHI.
 *
 * @param kind what the store calls things of its kind, such as {@code recordVersions}
 * @param id under which it is stored
 * @param subjectId the patient or account that it belongs to, as the store says in the clear; null where it says nothing
 */
public record Unreadable(String kind, String id, @Nullable String subjectId, UnreadableReason reason) {

    /** The part of this that a list shows to those whose list it is. */
    public View view() {
        return new View(reason);
    }

    /** Stands where the members of something readable would. */
    public record View(UnreadableReason reason) {}
}
