package org.healthpassport.api.access.decision;

import org.healthpassport.api.access.log.Access;
import org.healthpassport.events.access.Interaction;
import org.jspecify.annotations.Nullable;

/**
 * The data of a patient that somebody asks for, as it is recorded.
 *
 * @param resourceId null for a list
 */
public record DataRequest(
        AccessScope scope,
        String patientId,
        String resourceType,
        @Nullable String resourceId,
        Interaction interaction) {

    /** A request for a list. */
    public static DataRequest list(AccessScope scope, String patientId, String resourceType) {
        return new DataRequest(scope, patientId, resourceType, null, Interaction.SEARCH);
    }

    Access.Read by(Grant grant) {
        return new Access.Read(patientId, resourceType, resourceId, interaction, grant.right(), grant.consentId());
    }
}
