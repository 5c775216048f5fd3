package org.healthpassport.api.access;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as the access token says.
 *
 * @param patientId the patient that the account is, for accounts of patients only
 */
public record Caller(String accountId, Role role, @Nullable String patientId) {}
