package org.healthpassport.api.notification;

import io.swagger.v3.oas.annotations.media.Schema;

/** An entry of a list of notifications. */
@Schema(oneOf = {NotificationView.class, UnreadableNotification.class})
public sealed interface NotificationEntry permits NotificationView, UnreadableNotification {}
