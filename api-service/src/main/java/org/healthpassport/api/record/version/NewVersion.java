package org.healthpassport.api.record.version;

/**
 * A version of a patient's record that is about to be written.
 *
 * @param name the name that the head of its record will use
 */
public record NewVersion(String patientId, VersionName name, RecordVersion version) {}
