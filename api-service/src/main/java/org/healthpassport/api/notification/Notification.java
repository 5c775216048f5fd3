package org.healthpassport.api.notification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the owner of an account is told. It refers to data by ids, and holds none.
 *
 * @param id the same for the same event, so that an event that comes twice is told once
 * @param accountId of the owner
 * @param patientId the patient it is about; null for what concerns the account itself
 * @param subjectId such as the id of a QR code; null for what concerns the account itself
 * @param read true once the owner has marked it
 */
record Notification(
        String id,
        String accountId,
        NotificationType type,
        Instant time,
        @Nullable String patientId,
        @Nullable String subjectId,
        boolean read) {

    /** Something about the account itself, not read yet. */
    static Notification ofAccount(String id, String accountId, NotificationType type, Instant time) {
        return new Notification(id, accountId, type, time, null, null, false);
    }
}
