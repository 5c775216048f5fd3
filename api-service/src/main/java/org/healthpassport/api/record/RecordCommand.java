package org.healthpassport.api.record;

import java.time.Instant;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.fhir.catalog.RecordType;

/** A command on an existing record. */
public sealed interface RecordCommand {

    /** A command that writes a version of the record. */
    sealed interface Writing extends RecordCommand {

        /** The versions that it may follow. */
        IfMatch condition();

        /** The version that the command writes. */
        Written version();

        Instant at();
    }

    /** Replaces the resource. */
    record Amend(IfMatch condition, Written version, Instant at, RecordType type, SearchKeys keys) implements Writing {}

    /** Deletes the record, which is no longer true or never was. */
    record Delete(IfMatch condition, Written version, Instant at) implements Writing {}

    /** Hides the record from all others than the patient's side and the organization that wrote it. */
    record Hide() implements RecordCommand {}

    /** Shows a hidden record again. */
    record Show() implements RecordCommand {}

    /**
     * Sets an annotation beside the record.
     *
     * @param bytes size of its text
     */
    record Annotate(String commandId, int bytes) implements RecordCommand {}
}
