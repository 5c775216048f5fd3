package org.healthpassport.api.access.stamp;

import org.jspecify.annotations.Nullable;

/**
 * What an event is about, besides the patient; for the sealed detail. Never holds anything that a client made up.
 *
 * @param interaction how it was read
 * @param reason why it was refused
 * @param accountId the account that somebody tried to log in to
 */
public record Matter(
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String interaction,
        @Nullable String reason,
        @Nullable String accountId) {

    /** A change of one resource. */
    public static Matter of(String resourceType, String resourceId) {
        return new Matter(resourceType, resourceId, null, null, null);
    }

    /** Data that is given out; {@code resourceId} is null for a list. */
    public static Matter read(String resourceType, @Nullable String resourceId, String interaction) {
        return new Matter(resourceType, resourceId, interaction, null, null);
    }

    /** Something that is refused. */
    public static Matter refused(String reason, @Nullable String accountId) {
        return new Matter(null, null, null, reason, accountId);
    }

    /** A login. */
    public static Matter login(String accountId) {
        return new Matter(null, null, null, null, accountId);
    }
}
