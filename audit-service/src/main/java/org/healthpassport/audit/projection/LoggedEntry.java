package org.healthpassport.audit.projection;

import java.util.Optional;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.tile.Entry;

/**
 * An entry in its place.
 *
 * @param content empty if this version cannot read it
 */
public record LoggedEntry(long index, Optional<AuditEntry> content) {

    /** The entry, read as far as this version can. */
    public static LoggedEntry of(long index, Entry entry) {
        try {
            return new LoggedEntry(index, Optional.of(AuditEntry.parse(entry)));
        } catch (IllegalArgumentException notOfThisVersion) {
            return new LoggedEntry(index, Optional.empty());
        }
    }
}
