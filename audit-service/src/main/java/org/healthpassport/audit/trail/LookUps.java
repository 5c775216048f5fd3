package org.healthpassport.audit.trail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The auditors' requests about patients in a part of the log.
 *
 * @param next the index with which the following part begins; the same as was asked for if the log ends before it
 */
record LookUps(List<LookUp> lookUps, long next) {

    /**
     * An auditor's request that this service recorded.
     *
     * @param patient pseudonym of the patient
     * @param requestId of the request; null if the detail does not open
     */
    record LookUp(
            long index,
            String eventId,
            String time,
            String type,
            String action,
            int outcome,
            String actor,
            String actorRole,
            String patient,
            @Nullable String requestId) {}
}
