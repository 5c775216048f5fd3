package org.healthpassport.api.identity.hospital;

import java.net.URI;
import org.healthpassport.api.identity.mail.Mail;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.stereotype.Component;

/** The mail with an invitation. */
@Component
class InvitationMail {
    private final URI page;

    /** The front-end's page for a new password; the token stands after the #, which browsers send to no server. */
    InvitationMail(PublicUrl publicUrl) {
        this.page = publicUrl.of("/password-reset");
    }

    Mail to(EmailAddress invited, String organizationName, String token) {
        return new Mail(invited, "You are invited to Health Passport", """
                %s invites you to manage its doctors and systems in Health Passport.

                Choose a password here within seven days:
                %s#token=%s

                If you do not know this hospital, you need not do anything: without a password, nobody can sign in.
                """.formatted(organizationName, page, token));
    }
}
