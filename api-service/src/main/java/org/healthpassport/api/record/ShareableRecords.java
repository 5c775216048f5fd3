package org.healthpassport.api.record;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a patient can show of their records to others; whoever asks decides that they may, and records that they did. */
public interface ShareableRecords {

    /** All records of the patient that are not deleted, newest first. */
    Flux<SharedRecord> all(String patientId);

    /** The record; empty where there is none, where it was deleted, and where it is another patient's. */
    Mono<SharedRecord> find(String patientId, String recordId);
}
