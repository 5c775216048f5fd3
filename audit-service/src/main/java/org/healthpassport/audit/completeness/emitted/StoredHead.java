package org.healthpassport.audit.completeness.emitted;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of an aggregate as it is stored.
 *
 * @param last the number of its last event; 0 before the first one, and for a document that does not say it
 * @param whole false for a document that does not say it
 * @param waitingSince the time of its first event that waits to be sent; empty if none waits
 * @param newestVersion the number of a record's newest version and the command that wrote it, such as
 *     {@code 0000000002/1f0c...}; null for a document that does not say it
 */
public record StoredHead(
        String id,
        long last,
        boolean whole,
        Optional<Instant> waitingSince,
        @Nullable String newestVersion) {

    /** The id under which the newest version is stored. */
    public String newestVersionId() {
        return id + '/' + newestVersion;
    }

    /** The number of the newest version; 0 if it is none, as somebody changed it. */
    public long newestNumber() {
        return newestVersion != null && newestVersion.matches("[0-9]{10}/.*")
                ? Long.parseLong(newestVersion.substring(0, newestVersion.indexOf('/')))
                : 0;
    }
}
