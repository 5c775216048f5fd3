package org.healthpassport.api.record.share;

import java.util.List;
import reactor.core.publisher.Mono;

/** The records that a patient can share with others. The caller decides on the access and records it. */
public interface RecordSharing {

    /**
     * The patient's records that are not deleted, newest first, as many as fit; fails with 503 if more than a few
     * cannot be read.
     */
    Mono<SharedRecordSet> newest(String patientId);

    /** The records of the patient with these ids that exist, in the order of the ids; fails with 503 as above. */
    Mono<SharedRecordSet> among(String patientId, List<String> recordIds);

    /** True if the patient has this record, it is not deleted, and it can be read. */
    Mono<Boolean> has(String patientId, String recordId);
}
