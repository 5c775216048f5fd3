package org.healthpassport.aggregates.stamp;

import org.jspecify.annotations.Nullable;

/**
 * The subject of an event besides the patient; part of the sealed detail. It holds no text that a client made up,
 * except the recipient and an administrator's reason.
 *
 * @param interaction the kind of read, or of what was tried
 * @param reason of a refusal, or of an administrator's action
 * @param accountId the account that somebody tried to log in to, or that made the link which was used
 * @param recipient the name that somebody without an account gave, at most {@value #LONGEST_RECIPIENT} characters
 */
public record AuditedOperation(
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String interaction,
        @Nullable String reason,
        @Nullable String accountId,
        @Nullable String recipient) {
    public static final int LONGEST_RECIPIENT = 100;

    /** @throws IllegalArgumentException if the recipient is longer than an entry has room for */
    public AuditedOperation {
        if (recipient != null && recipient.codePointCount(0, recipient.length()) > LONGEST_RECIPIENT) {
            throw new IllegalArgumentException("Expected a recipient of at most " + LONGEST_RECIPIENT + " characters");
        }
    }

    /** A change of one resource. */
    public static AuditedOperation of(String resourceType, String resourceId) {
        return new AuditedOperation(resourceType, resourceId, null, null, null, null);
    }

    /** Data that is given to somebody; {@code resourceId} is null for a list. */
    public static AuditedOperation read(String resourceType, @Nullable String resourceId, String interaction) {
        return new AuditedOperation(resourceType, resourceId, interaction, null, null, null);
    }

    /** A refused request, as far as it is known what it tried. */
    public static AuditedOperation denied(
            String reason, @Nullable String resourceType, @Nullable String resourceId, String interaction) {
        return new AuditedOperation(resourceType, resourceId, interaction, reason, null, null);
    }

    /** A refused login. */
    public static AuditedOperation refused(String reason, @Nullable String accountId) {
        return new AuditedOperation(null, null, null, reason, accountId, null);
    }

    /** A login. */
    public static AuditedOperation login(String accountId) {
        return new AuditedOperation(null, null, null, null, accountId, null);
    }

    /** The same, given or refused to somebody who gave that name. */
    public AuditedOperation to(@Nullable String who) {
        return new AuditedOperation(resourceType, resourceId, interaction, reason, accountId, who);
    }

    /** The same, by a link that an account made. */
    public AuditedOperation of(@Nullable String makerId) {
        return new AuditedOperation(resourceType, resourceId, interaction, reason, makerId, recipient);
    }

    /** The same, done for that reason. */
    public AuditedOperation because(String why) {
        return new AuditedOperation(resourceType, resourceId, interaction, why, accountId, recipient);
    }

    /** Without the recipient, as records can end up in logs. */
    @Override
    public String toString() {
        return "AuditedOperation[" + resourceType + ", " + resourceId + ']';
    }
}
