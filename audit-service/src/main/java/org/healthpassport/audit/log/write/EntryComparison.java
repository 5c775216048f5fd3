package org.healthpassport.audit.log.write;

import java.util.Optional;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.tile.Entry;

/** The relation of a new entry to one that the log has. */
public enum EntryComparison {
    /** The same event again, which the bus may have taken at another time. */
    REPEATED,
    /** The same event id with different content. */
    CONTRADICTED,
    /** The two entries are not about the same event, although a row says so. */
    UNRELATED;

    /** Compares entries by the event id in them; entries that cannot be read are the same only if their bytes are. */
    public static EntryComparison of(Entry there, IdentifiedEntry come) {
        if (there.equals(come.entry())) {
            return REPEATED;
        }
        Optional<AuditEntry> before =
                AuditEntry.read(there).filter(entry -> entry.eventId().equals(come.id()));
        if (before.isEmpty()) {
            return UNRELATED;
        }
        return AuditEntry.read(come.entry()).filter(before.get()::repeats).isPresent() ? REPEATED : CONTRADICTED;
    }
}
