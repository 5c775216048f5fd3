package org.healthpassport.api.record.write;

import org.healthpassport.api.record.version.RecordVersion;

/**
 * A record that is there now.
 *
 * @param version its newest version
 * @param isNew true if it was created by the same request
 */
public record EnsuredRecord(RecordVersion version, boolean isNew) {}
