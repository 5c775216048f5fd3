package org.healthpassport.aggregates.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * A request that creates something. Keys of other callers and of other routes are other keys.
 *
 * @param caller the account, or for a request without one something else that is the same in a repeat and of no use to
 *     a reader of the database
 * @param route what is created and for whom, such as {@code records of} a patient
 * @param key null if the client sent none
 */
public record KeyedRequest(
        String caller, String route, @Nullable IdempotencyKey key) {}
