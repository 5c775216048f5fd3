package org.healthpassport.api.record;

import java.time.Instant;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.resource.SearchKeys;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.fhir.catalog.RecordType;

/** A command on an existing record. */
public sealed interface RecordCommand {

    /** The versions that it may follow. */
    IfMatch condition();

    /** The version that the command writes. */
    Written version();

    Instant at();

    /** Replaces the resource. */
    record Amend(IfMatch condition, Written version, Instant at, RecordType type, SearchKeys keys)
            implements RecordCommand {}

    /** Deletes the record, which is no longer true or never was. */
    record Delete(IfMatch condition, Written version, Instant at) implements RecordCommand {}
}
