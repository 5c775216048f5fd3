package org.healthpassport.api.record;

import java.time.Instant;
import java.util.List;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.resource.Coding;
import org.healthpassport.api.record.resource.RecordType;

/** What can be done to a record that there is. */
sealed interface RecordCommand {

    /** The version that the caller saw. */
    long expectedVersion();

    /** The version that the command writes. */
    Written version();

    Instant at();

    /** Puts another resource in its place. */
    record Amend(long expectedVersion, Written version, Instant at, RecordType type, List<Coding> codes)
            implements RecordCommand {}

    /** Says that it is no longer so, or never was. */
    record Delete(long expectedVersion, Written version, Instant at) implements RecordCommand {}
}
