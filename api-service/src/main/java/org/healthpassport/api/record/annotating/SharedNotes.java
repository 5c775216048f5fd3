package org.healthpassport.api.record.annotating;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The annotations that stand beside shared records.
 *
 * @param provenances each with a reference to its record, which is to be rewritten
 * @param newest when the newest of them was written; empty without any
 * @param unreadable number of further ones that cannot be read
 * @param more true if there are further ones that do not fit
 */
public record SharedNotes(List<ObjectNode> provenances, Optional<Instant> newest, int unreadable, boolean more) {
    /** No annotations. */
    public static final SharedNotes NONE = new SharedNotes(List.of(), Optional.empty(), 0, false);

    public SharedNotes {
        provenances = List.copyOf(provenances);
    }

    /** Leaves out personal data. */
    @Override
    public String toString() {
        return "SharedNotes[" + provenances.size() + ']';
    }
}
