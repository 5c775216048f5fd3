package org.healthpassport.audit.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.healthpassport.audit.proof.InclusionAnswer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The answer about one entry.
 *
 * @param entry as it was logged; null if it is no JSON
 * @param leafHash base64, of the bytes that {@code content} gives
 * @param proofState {@code SIGNED}, or {@code COMMITTED}: it is in the log, and provable within seconds
 * @param detailState {@code OPEN}, {@code SEALED} or {@code KEYS_DESTROYED}; null if it has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntryAnswer(
        long index,
        @Nullable JsonNode entry,
        String content,
        String leafHash,
        String proofState,
        @Nullable InclusionAnswer proof,
        @Nullable String detailState,
        @Nullable JsonNode detail) {}
