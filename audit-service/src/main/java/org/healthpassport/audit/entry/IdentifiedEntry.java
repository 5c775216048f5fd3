package org.healthpassport.audit.entry;

import org.healthpassport.audit.tile.Entry;

/**
 * An entry with the id by which a repetition of it is recognised.
 *
 * @param id of the event, or one that follows from where a record that is no event was found
 * @param origin is no part of the log, unless the entry is refused
 */
public record IdentifiedEntry(String id, Entry entry, SourceRecord origin) {

    /** An entry of our own. */
    public IdentifiedEntry(String id, Entry entry) {
        this(id, entry, SourceRecord.OURSELVES);
    }
}
