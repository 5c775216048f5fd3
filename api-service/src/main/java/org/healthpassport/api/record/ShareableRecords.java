package org.healthpassport.api.record;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What a patient can show of their records to others; whoever asks decides that they may, and records that they did.
 */
public interface ShareableRecords {

    /** The newest records of the patient that are not deleted, newest first; 503 where more than a few are unreadable. */
    Mono<SharedRecords> newest(String patientId);

    /** Those of the patient's records that are there, in the order of their ids; 503 as above. */
    Mono<SharedRecords> among(String patientId, List<String> recordIds);

    /** Whether there is that record: not where it was deleted or cannot be read, nor where it is another's. */
    Mono<Boolean> has(String patientId, String recordId);
}
