package org.healthpassport.api.identity.hospital;

import static org.healthpassport.api.identity.mail.MailedToken.Purpose.NEW_PASSWORD;

import org.healthpassport.api.identity.mail.Mail;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.stereotype.Component;

/** The mail with an invitation. */
@Component
class InvitationMail {
    private final PublicUrl publicUrl;

    InvitationMail(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    Mail to(EmailAddress invited, String organizationName, String token) {
        return new Mail(invited, "You are invited to Health Passport", """
                %s invites you to manage its doctors and systems in Health Passport.

                Choose a password here within seven days:
                %s

                If you do not know this hospital, you need not do anything: without a password, nobody can sign in.
                """.formatted(
                        organizationName, NEW_PASSWORD.link(publicUrl, token)));
    }
}
