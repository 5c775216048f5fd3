package org.healthpassport.api.record.version;

import java.util.List;

/**
 * A version of a patient's record that is about to be written.
 *
 * @param name the name that the head of its record will use
 * @param before the commands that wrote the version before it and the one before that, as far as there are any
 */
public record NewVersion(String patientId, VersionName name, RecordVersion version, List<String> before) {
    public NewVersion {
        before = List.copyOf(before);
    }
}
