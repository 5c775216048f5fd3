package org.healthpassport.api.notification;

import org.healthpassport.aggregates.unreadable.Unreadable;

/** A list entry for a stored notification that cannot be read. */
public record UnreadableNotification(String id, Unreadable.View unreadable) implements NotificationEntry {

    static UnreadableNotification of(Unreadable found) {
        return new UnreadableNotification(found.id(), found.view());
    }
}
