package org.healthpassport.api.record.version;

import java.util.List;

/**
 * The versions that the head of a record names.
 *
 * @param version the number of the newest
 * @param newest the commands that wrote the newest version and the one before it, as far as there is one
 */
public record RecordHead(String recordId, String patientId, long version, List<String> newest) {
    public RecordHead {
        newest = List.copyOf(newest);
    }

    /** The name of the newest version. */
    public VersionName name() {
        return new VersionName(recordId, version, newest.get(0));
    }
}
