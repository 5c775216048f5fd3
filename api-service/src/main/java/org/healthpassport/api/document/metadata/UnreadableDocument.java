package org.healthpassport.api.document.metadata;

import org.healthpassport.aggregates.unreadable.Unreadable;

/** A list entry for a stored document that cannot be read. */
record UnreadableDocument(String documentId, Unreadable.View unreadable) implements DocumentEntry {

    static UnreadableDocument of(Unreadable found) {
        return new UnreadableDocument(found.id(), found.view());
    }
}
