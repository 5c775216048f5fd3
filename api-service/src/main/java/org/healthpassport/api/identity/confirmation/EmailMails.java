package org.healthpassport.api.identity.confirmation;

import static org.healthpassport.api.identity.mail.MailedToken.Purpose.CONFIRM_EMAIL;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.mail.Mail;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.stereotype.Component;

/**
 * The mails about who an address belongs to. Anybody can cause one to any address, so none of them holds a text that
 * somebody chose, such as a name.
 */
@Component
final class EmailMails {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy 'at' HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final PublicUrl publicUrl;

    EmailMails(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** Whoever follows the link lets somebody in who knows the password of the registration, so it says which one it is. */
    Mail toConfirm(EmailAddress address, Role role, Instant registeredAt, String token) {
        return new Mail(address, "Confirm your email address", """
                Somebody, most likely you, registered at Health Passport with this address: an account for a %s, on %s.

                If that was you, at that time, confirm the address here within 24 hours:
                %s

                If it was not you, do not follow the link, as somebody else chose the password. Nothing happens then, and you
                can still register yourself.
                """.formatted(
                        kind(role), TIME.format(registeredAt), CONFIRM_EMAIL.link(publicUrl, token)));
    }

    Mail ofRegistration(EmailAddress owner, Instant time) {
        return new Mail(owner, "Somebody tried to register with your address", """
                Somebody tried to register at Health Passport with this address on %s. It has an account already, so nothing
                was changed.

                If that was you, sign in, or ask for a new password if you forgot it. If not, you need not do anything.
                """.formatted(TIME.format(time)));
    }

    Mail toConfirmChange(EmailAddress address, String token) {
        return new Mail(address, "Confirm your new email address", """
                The owner of an account at Health Passport wants to use this address from now on.

                If that is you, confirm it here within 24 hours:
                %s

                If not, do not follow the link; nothing happens then.
                """.formatted(CONFIRM_EMAIL.link(publicUrl, token)));
    }

    Mail ofAttemptedChange(EmailAddress owner) {
        return new Mail(owner, "Somebody tried to use your address", """
                The owner of another account at Health Passport wanted to use this address. It belongs to your account, so
                nothing was changed, and you need not do anything.
                """);
    }

    Mail toStopChange(EmailAddress address, String token) {
        return new Mail(
                address, "Your email address is about to change", """
                Somebody who is signed in to your Health Passport, most likely you, wants to use another email address.

                If that was not you, stop it here within 7 days, even if the change has happened or the account is closed
                by then:
                %s

                All sessions end, your account has this address again, and its password does not count any more. Then ask for
                a new password.
                """.formatted(CONFIRM_EMAIL.link(publicUrl, token)));
    }

    private static String kind(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
