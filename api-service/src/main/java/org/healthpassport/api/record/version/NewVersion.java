package org.healthpassport.api.record.version;

/**
 * A version of a patient's record that is about to be written.
 *
 * @param name by which the head of its record will name it
 */
public record NewVersion(String patientId, VersionName name, RecordVersion version) {}
