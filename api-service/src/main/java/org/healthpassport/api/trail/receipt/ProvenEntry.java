package org.healthpassport.api.trail.receipt;

import org.jspecify.annotations.Nullable;

/**
 * An entry about a patient with everything that proves it, as audit-service answers it.
 *
 * @param entry the bytes that were logged
 * @param detail the bytes that the entry commits to; null if they are not told
 * @param salt of that commitment; null without the detail
 * @param detailState {@code OPEN}, {@code NONE}, {@code NOT_OF_PATIENT} or {@code SEALED}
 * @param proof the content of a {@code .tlog-proof} file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProvenEntry(
        long index, byte[] entry, byte @Nullable [] detail, byte @Nullable [] salt, String detailState, String proof) {

    /** Without the content, as records can end up in logs. */
    @Override
    public String toString() {
        return "ProvenEntry[" + index + ", " + detailState + ']';
    }
}
