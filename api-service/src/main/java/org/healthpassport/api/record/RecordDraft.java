package org.healthpassport.api.record;

import org.healthpassport.api.record.version.RecordVersion;

/**
 * A command, made for a record as it was found, and the version that it would write.
 *
 * @param version follows the one that was found
 */
record RecordDraft(RecordCommand command, RecordVersion version) {}
