package org.healthpassport.api.identity;

import org.healthpassport.api.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an account; sealed under the account's own keys.
 *
 * @param emailIndex blind index of the email, the same for all spellings of it
 * @param passwordHash Argon2id with its parameters and salt
 * @param patientId the patient that the account is, for accounts of patients only
 * @param name of the person whose account it is, for accounts that an administrator made; patients have theirs elsewhere
 */
public record AccountState(
        String accountId,
        Role role,
        AccountStatus status,
        String email,
        String emailIndex,
        String passwordHash,
        @Nullable String patientId,
        @Nullable String name) {

    @Override
    public String toString() {
        return "AccountState[" + accountId + ", " + role + ", " + status + ']';
    }
}
