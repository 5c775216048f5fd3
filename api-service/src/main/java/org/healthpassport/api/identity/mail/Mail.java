package org.healthpassport.api.identity.mail;

import org.healthpassport.edge.text.EmailAddress;

/**
 * A mail in plain text.
 *
 * @param text may hold a link that is a secret; never health data, as mail is not sealed on its way
 */
public record Mail(EmailAddress to, String subject, String text) {

    @Override
    public String toString() {
        return "Mail[" + subject + ']';
    }
}
