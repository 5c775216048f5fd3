package org.healthpassport.api.identity.mail;

import org.springframework.mail.MailException;

/** The way by which mail leaves this service. */
interface MailCarrier {

    /**
     * Hands a mail over. Blocks.
     *
     * @throws MailException if it was not taken
     */
    void deliver(Mail mail);
}
