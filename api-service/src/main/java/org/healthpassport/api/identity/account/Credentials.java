package org.healthpassport.api.identity.account;

import org.healthpassport.edge.text.EmailAddress;

/**
 * The login credentials of an account, as they are stored.
 *
 * @param emailIndex blind index of the email, the same for all its spellings
 * @param passwordHash Argon2id with its parameters and salt
 */
public record Credentials(EmailAddress email, String emailIndex, String passwordHash) {

    @Override
    public String toString() {
        return "Credentials[...]";
    }
}
