package org.healthpassport.api.record.share;

import java.util.List;
import org.healthpassport.aggregates.unreadable.MostlyUnreadable;
import org.healthpassport.api.access.decision.Grant;
import reactor.core.publisher.Mono;

/** The records that a patient can share with others. */
public interface RecordSharing {

    /**
     * The patient's records that are not deleted, newest first, as many as fit; fails with {@link MostlyUnreadable} if
     * more than a few cannot be read.
     */
    Mono<SharedRecordSet> newest(Grant grant);

    /** The records of the patient with these ids that exist, in the order of the ids; fails like {@link #newest}. */
    Mono<SharedRecordSet> among(Grant grant, List<String> recordIds);

    /** True if the patient has this record, it is not deleted, and it can be read. */
    Mono<Boolean> has(Grant grant, String recordId);
}
