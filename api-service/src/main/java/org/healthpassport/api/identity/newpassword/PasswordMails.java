package org.healthpassport.api.identity.newpassword;

import static org.healthpassport.api.identity.mail.MailedToken.Purpose.NEW_PASSWORD;

import org.healthpassport.api.identity.mail.Mail;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.stereotype.Component;

/** The mails about passwords. */
@Component
class PasswordMails {
    private final PublicUrl publicUrl;

    PasswordMails(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    Mail withToken(EmailAddress owner, String token) {
        return new Mail(owner, "Set a new password", """
                Somebody, most likely you, asked for a new password for your Health Passport.

                Set it here within an hour:
                %s

                If you did not ask, you need not do anything: your password stays as it is.
                """.formatted(NEW_PASSWORD.link(publicUrl, token)));
    }

    Mail ofChange(EmailAddress owner) {
        return new Mail(owner, "Your password was changed", """
                The password of your Health Passport was changed, and all sessions ended.

                If that was not you, set a new password now, and tell your administrator.
                """);
    }
}
