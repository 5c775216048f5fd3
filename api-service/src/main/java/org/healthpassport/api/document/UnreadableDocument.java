package org.healthpassport.api.document;

import org.healthpassport.api.unreadable.Unreadable;

/** A list entry for a stored document that cannot be read. */
record UnreadableDocument(String documentId, Unreadable.View unreadable) implements DocumentEntry {

    static UnreadableDocument of(Unreadable found) {
        return new UnreadableDocument(found.id(), found.view());
    }
}
