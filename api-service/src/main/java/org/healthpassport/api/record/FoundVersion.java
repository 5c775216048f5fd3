package org.healthpassport.api.record;

import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.api.unreadable.Found;
import org.healthpassport.api.unreadable.Unreadable;

/**
 * A version in a list, or in the history of its record.
 *
 * @param recordId of its record
 * @param number of the version; 0 if the head of its record cannot be read, as only the head knows it
 */
record FoundVersion(String recordId, long number, Found<RecordVersion> version) {

    static FoundVersion of(VersionName name, Found<RecordVersion> version) {
        return new FoundVersion(name.recordId(), name.number(), version);
    }

    static FoundVersion ofUnreadableHead(Unreadable head) {
        return new FoundVersion(head.id(), 0, Found.broken(head));
    }
}
