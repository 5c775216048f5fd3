package org.healthpassport.api.record.read;

import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.version.RecordVersion;

/**
 * A loaded version of a list, or of the history of its record.
 *
 * @param recordId of its record
 * @param number of the version; 0 if the head of its record cannot be read, as only the head knows it
 */
public record LoadedVersion(String recordId, long number, ReadResult<RecordVersion> version) {

    static LoadedVersion of(ListedVersion listed, ReadResult<RecordVersion> version) {
        return new LoadedVersion(
                listed.recordId(),
                listed.number(),
                listed.hidden() ? version.map(HealthRecordState::markedAsHidden) : version);
    }
}
