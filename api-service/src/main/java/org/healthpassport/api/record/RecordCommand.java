package org.healthpassport.api.record;

import java.time.Instant;
import java.util.List;
import org.healthpassport.api.record.resource.Code;
import org.healthpassport.api.record.resource.RecordType;

/** What can be done to a record that there is. Each command writes a version of its own. */
sealed interface RecordCommand {

    String commandId();

    /** The version that the caller saw. */
    long expectedVersion();

    Instant at();

    /** Puts another resource in its place. */
    record Amend(String commandId, long expectedVersion, Instant at, RecordType type, List<Code> codes)
            implements RecordCommand {}

    /** Says that it is no longer so, or never was. */
    record Delete(String commandId, long expectedVersion, Instant at) implements RecordCommand {}
}
