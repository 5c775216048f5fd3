package org.healthpassport.api.record;

import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.api.unreadable.Found;
import org.healthpassport.api.unreadable.Unreadable;

/**
 * A version that stands in a list.
 *
 * @param recordId of its record
 * @param number of the version; 0 where the head of its record cannot be read, which alone knows it
 */
record FoundVersion(String recordId, long number, Found<RecordVersion> version) {

    static FoundVersion of(VersionName name, Found<RecordVersion> version) {
        return new FoundVersion(name.recordId(), name.number(), version);
    }

    static FoundVersion ofUnreadableHead(Unreadable head) {
        return new FoundVersion(head.id(), 0, Found.broken(head));
    }
}
