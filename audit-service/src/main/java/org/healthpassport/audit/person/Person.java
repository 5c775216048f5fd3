package org.healthpassport.audit.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Somebody in the log, as api-service knows them.
 *
 * @param accountId null for a patient without an account
 * @param patientId null for everybody who is no patient
 * @param name of a person; null if there is none, or if it cannot be read any more
 * @param organizationName of a hospital
 * @param unreadable the reason why nothing else is known about an account that is stored
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Person(
        @Nullable String accountId,
        @Nullable String patientId,
        @Nullable String role,
        @Nullable String status,
        @Nullable String name,
        @Nullable String email,
        @Nullable String hospitalId,
        @Nullable String organizationName,
        @Nullable String licenseNumber,
        @Nullable JsonNode unreadable) {

    @Override
    public String toString() {
        return "Person[" + accountId + ", " + patientId + ']';
    }
}
