package org.healthpassport.api.record;

import org.healthpassport.api.record.version.RecordVersion;

/**
 * A command for a record as it was found, and the version that the command would write.
 *
 * @param version the successor of the version that was found
 */
public record RecordDraft(RecordCommand.Writing command, RecordVersion version) {}
