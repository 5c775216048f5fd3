package org.healthpassport.api.record.share;

import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.fhir.catalog.RecordType;

/**
 * A record that is not deleted, as it is known without its content.
 *
 * @param newest the name of its newest version
 * @param bytes size of the resource of that version
 */
public record SharedHead(VersionName newest, RecordType type, int bytes) {

    public String recordId() {
        return newest.recordId();
    }
}
