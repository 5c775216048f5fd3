package org.healthpassport.api.identity.mail;

import jakarta.validation.constraints.AssertTrue;
import org.healthpassport.edge.text.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The way by which mail is sent.
 *
 * @param smtpUrl null if there is no SMTP server
 * @param from the sender of all mails
 * @param toLog true to print mails to the log if there is no SMTP server; for development
 * @param emailConfirmation true if a new account counts only once its owner has followed a link in a mail
 */
@Validated
@ConfigurationProperties("healthpassport.mail")
public record MailSettings(
        @Nullable String smtpUrl,
        @Nullable String from,
        @DefaultValue("false") boolean toLog,
        @DefaultValue("false") boolean emailConfirmation) {

    public MailSettings {
        smtpUrl = smtpUrl == null || smtpUrl.isBlank() ? null : smtpUrl;
        from = from == null || from.isBlank() ? null : from;
    }

    @AssertTrue(message = "healthpassport.mail.smtp-url " + SmtpServer.RULE)
    boolean isSmtpUrlValid() {
        return smtpUrl == null || SmtpServer.parse(smtpUrl).isPresent();
    }

    @AssertTrue(message = "with healthpassport.mail.smtp-url, healthpassport.mail.from must be an email address")
    boolean isFromGiven() {
        return smtpUrl == null || from != null && EmailAddress.parse(from).isPresent();
    }

    @AssertTrue(
            message =
                    "with healthpassport.mail.email-confirmation, healthpassport.mail.smtp-url must be set, as the link"
                            + " to confirm comes by mail")
    boolean isConfirmationPossible() {
        return !emailConfirmation || smtpUrl != null || toLog;
    }

    @Override
    public String toString() {
        return "MailSettings[...]";
    }
}
