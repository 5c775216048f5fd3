package org.healthpassport.audit.log.write;

import java.util.Optional;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.tile.Entry;

/** How an entry that has come compares with one that is there. */
public enum EntryComparison {
    /** The same event once more, which the bus may have taken at another time. */
    REPEATED,
    /** The id of that event, but another content. */
    CONTRADICTED,
    /** Whoever says that these belong together is wrong. */
    UNRELATED;

    /** Compares by the id that the entry itself bears; of entries that cannot be read only the same bytes are the same. */
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
