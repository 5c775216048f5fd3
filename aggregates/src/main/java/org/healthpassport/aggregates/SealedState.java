package org.healthpassport.aggregates;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sealed content of an aggregate.
 *
 * @param sequence of the last event, 0 before the first; without gaps
 * @param lastEventTime so that event times never go back
 * @param fields the names of the index fields that a guarded kind had in the release that stored it, absent ones included;
 *     null for other kinds, and if it was stored before releases sealed the names
 * @param lastEvent the id of the last event of a watched kind, so that two pasts of an aggregate are told apart; null before the
 *     first, for other kinds, and if it was stored before releases sealed it
 */
record SealedState<S>(
        long sequence,
        Instant lastEventTime,
        S state,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Set<String> fields,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String lastEvent) {}
