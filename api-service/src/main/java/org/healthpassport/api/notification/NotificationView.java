package org.healthpassport.api.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A notification as its owner sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationView(
        String id,
        NotificationType type,
        Instant time,

        @Schema(description = "The patient it is about; absent for what concerns the account itself") @Nullable
        String patientId,

        @Schema(description = "Such as the id of a QR code; absent for what concerns the account itself") @Nullable
        String subjectId,

        boolean read)
        implements NotificationEntry {

    static NotificationView of(Notification notification) {
        return new NotificationView(
                notification.id(),
                notification.type(),
                notification.time(),
                notification.patientId(),
                notification.subjectId(),
                notification.read());
    }
}
