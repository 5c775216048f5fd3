package org.healthpassport.api.document.upload;

import org.healthpassport.api.document.DocumentQuota;
import org.healthpassport.api.document.ReservedRoom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The room that one upload takes of the patient whom it is probably for, and then of the patient whom it is for. */
final class UploadRoom {
    /** More than any file has, and small enough to calculate with. */
    private static final long UNKNOWN = 1L << 50;

    private final DocumentQuota quota;
    private final String documentId;
    private volatile @Nullable String patientId;
    private volatile @Nullable ReservedRoom reserved;
    private volatile boolean received;

    UploadRoom(DocumentQuota quota, String documentId) {
        this.quota = quota;
        this.documentId = documentId;
    }

    /**
     * Reserves room for what arrives, and gives it back if the upload ends before it is complete.
     *
     * @param likely null if the patient is not known yet
     * @param contentLength of the request; negative if unknown
     */
    <T> Mono<T> during(@Nullable String likely, long contentLength, Mono<T> upload) {
        if (likely == null) {
            return upload;
        }
        long atMost = contentLength < 0 ? UNKNOWN : contentLength;
        return reserve(likely, UploadLimit.fileBytes(contentLength), atMost)
                .flatMap(room -> upload.takeUntilOther(room.kept()))
                .doOnNext(complete -> received = true)
                .doOnError(failure -> release())
                .doOnCancel(() -> {
                    // After that, the document may be saved although the client has gone.
                    if (!received) {
                        release();
                    }
                });
    }

    /** Takes the size of the file so far; blocks while more room is reserved. Refused if there is none. */
    void require(long fileBytes) {
        ReservedRoom room = reserved;
        if (room != null) {
            room.require(fileBytes);
        }
    }

    /** Reserves the room anew if the document turns out to be another patient's. */
    Mono<Void> confirm(String confirmed, long fileBytes) {
        return Mono.defer(() -> {
            if (confirmed.equals(patientId)) {
                return Mono.empty();
            }
            release();
            return reserve(confirmed, fileBytes, fileBytes).then();
        });
    }

    /** Counts the saved document with the size that it has. */
    void settle(long ciphertextBytes) {
        ReservedRoom room = reserved;
        if (room != null) {
            room.settle(ciphertextBytes);
        }
    }

    /** Gives the room back, as the document was not saved and never will be. */
    void release() {
        ReservedRoom room = reserved;
        reserved = null;
        patientId = null;
        if (room != null) {
            room.release();
        }
    }

    private Mono<ReservedRoom> reserve(String ofPatient, long fileBytes, long atMost) {
        return quota.reserve(ofPatient, documentId, Math.max(0, fileBytes), atMost)
                .doOnNext(room -> {
                    patientId = ofPatient;
                    reserved = room;
                });
    }
}
