package org.healthpassport.api.record;

import java.time.Instant;
import java.util.List;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.resource.Coding;
import org.healthpassport.api.record.resource.RecordType;

/** A command on an existing record. */
public sealed interface RecordCommand {

    /** The version that the caller saw. */
    long expectedVersion();

    /** The version that the command writes. */
    Written version();

    Instant at();

    /** Replaces the resource. */
    record Amend(long expectedVersion, Written version, Instant at, RecordType type, List<Coding> codes)
            implements RecordCommand {}

    /** Deletes the record, which is no longer true or never was. */
    record Delete(long expectedVersion, Written version, Instant at) implements RecordCommand {}
}
