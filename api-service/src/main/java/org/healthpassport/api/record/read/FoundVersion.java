package org.healthpassport.api.record.read;

import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.VersionName;

/**
 * A version in a list, or in the history of its record.
 *
 * @param recordId of its record
 * @param number of the version; 0 if the head of its record cannot be read, as only the head knows it
 */
record FoundVersion(String recordId, long number, ReadResult<RecordVersion> version) {

    static FoundVersion of(VersionName name, ReadResult<RecordVersion> version) {
        return new FoundVersion(name.recordId(), name.number(), version);
    }

    static FoundVersion ofUnreadableHead(Unreadable head) {
        return new FoundVersion(head.id(), 0, ReadResult.broken(head));
    }
}
