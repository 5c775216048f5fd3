package org.healthpassport.api.record.version;

import java.time.Instant;
import java.util.List;
import org.healthpassport.api.access.Author;

/**
 * Tells when and by whom a version was written.
 *
 * @param bytes size of its resource; 0 if the version marks a deletion
 * @param before the commands that wrote the version before it and the one before that, as far as there are any
 */
record Origin(Instant recordedAt, Author author, int bytes, List<String> before) {

    static Origin of(NewVersion made) {
        RecordVersion version = made.version();
        return new Origin(version.recordedAt(), version.author(), version.bytes(), made.before());
    }
}
