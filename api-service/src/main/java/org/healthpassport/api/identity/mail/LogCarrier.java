package org.healthpassport.api.identity.mail;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints mails to the log, for development: whoever reads the log can follow the links. */
final class LogCarrier implements MailCarrier {
    private static final Logger log = LoggerFactory.getLogger(LogCarrier.class);

    @Override
    public void deliver(Mail mail) {
        log.info("This mail is printed, as HEALTHPASSPORT_SMTP_URL is not set: {}\n{}", mail.subject(), mail.text());
    }
}
