package org.healthpassport.audit.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.healthpassport.audit.proof.InclusionAnswer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The answer about one entry.
 *
 * @param log the number of the log that the index is in
 * @param entry as it was logged; null if it is no JSON
 * @param leafHash base64, of the bytes that {@code content} gives
 * @param proofState {@code SIGNED}, or {@code COMMITTED}: it is in the log, and provable within seconds
 * @param detailState {@code OPEN}, {@code SEALED} or {@code KEYS_DESTROYED}; null if it has none
 * @param detail a readable copy of what was sealed; null unless it is open
 * @param detailContent the exact bytes, to which the entry has a commitment; written as base64
 * @param salt the key of HMAC-SHA256 over these bytes, which is the commitment; written as base64
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntryAnswer(
        int log,
        long index,
        @Nullable JsonNode entry,
        String content,
        String leafHash,
        String proofState,
        @Nullable InclusionAnswer proof,
        @Nullable String detailState,
        @Nullable JsonNode detail,
        byte @Nullable [] detailContent,
        byte @Nullable [] salt) {

    /** Without the content, as records can end up in logs. */
    @Override
    public String toString() {
        return "EntryAnswer[" + index + ']';
    }
}
