package org.healthpassport.api.identity;

/**
 * What somebody logs in with, as it is kept.
 *
 * @param emailIndex blind index of the email, the same for all spellings of it
 * @param passwordHash Argon2id with its parameters and salt
 */
public record Credentials(EmailAddress email, String emailIndex, String passwordHash) {

    @Override
    public String toString() {
        return "Credentials[...]";
    }
}
