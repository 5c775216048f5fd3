package org.healthpassport.api.notification;

import java.util.Optional;
import org.healthpassport.api.identity.mail.Mail;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.stereotype.Component;

/** The mails that tell the same as notifications, without any id. */
@Component
final class NotificationMail {
    private final PublicUrl publicUrl;

    NotificationMail(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** Empty for what another mail tells already. */
    Optional<Mail> of(NotificationType type, EmailAddress owner) {
        return switch (type) {
            case ACCOUNT_ACTIVATED ->
                Optional.of(
                        mail(owner, "Your account is active", "Your account is active. You can sign in and use it."));
            case ACCOUNT_SUSPENDED ->
                Optional.of(
                        mail(
                                owner,
                                "Your account is suspended",
                                "Your account is suspended, and all its sessions ended. Ask your hospital or an administrator."));
            case SECOND_FACTOR_ENROLLED ->
                Optional.of(mail(
                        owner,
                        "A second factor was enrolled",
                        "From now on, a login to your account needs a code of an authenticator app.\n\n"
                                + "If that was not you, set a new password now, and tell your administrator."));
            case SECOND_FACTOR_REMOVED ->
                Optional.of(mail(
                        owner,
                        "Your second factor was removed",
                        "A login to your account needs the password only.\n\n"
                                + "If you did not ask for that, set a new password now, and tell your administrator."));
            case LINK_OPENED ->
                Optional.of(mail(
                        owner,
                        "Somebody opened a link that you shared",
                        "Somebody opened a link that you shared for the first time. Your notifications tell which one.\n\n"
                                + "If you do not want that any more, revoke its QR code."));
            case CONSENT_REQUESTED ->
                Optional.of(mail(
                        owner,
                        "Somebody asks for your consent",
                        "A doctor or hospital asks to see or write data of your Health Passport. Sign in to see who it is, and to"
                                + " approve or refuse it."));
            case CONSENT_GRANTED ->
                Optional.of(mail(
                        owner, "A patient gave consent", "A patient gave you consent. Sign in to see what it allows."));
            case CONSENT_GRANTED_ON_BEHALF ->
                Optional.of(mail(
                        owner,
                        "A representative gave consent",
                        "Somebody who represents a patient gave a doctor or hospital consent: for you, or for somebody whom"
                                + " you represent. Your notifications tell for whom.\n\n"
                                + "If you do not want that, revoke the consent."));
            case CONSENT_USED ->
                Optional.of(mail(
                        owner,
                        "A consent was used for the first time",
                        "A doctor used a consent of your Health Passport for the first time. Your notifications tell which one.\n\n"
                                + "If you do not want that any more, revoke the consent."));
            case CONSENT_REFUSED ->
                Optional.of(mail(owner, "A patient refused consent", "A patient refused your request for consent."));
            case CONSENT_REVOKED ->
                Optional.of(mail(owner, "A patient revoked consent", "A patient revoked a consent to you."));
            case DOCTOR_ACTIVATED ->
                Optional.of(mail(
                        owner,
                        "A hospital added a doctor",
                        "A hospital that has a consent of your health passport, or of one that you manage, lets another doctor act"
                                + " for it, who can use the consent from now on. Your notifications tell which one.\n\n"
                                + "If you do not want that, revoke the consent."));
            case DOCTOR_SUSPENDED ->
                Optional.of(mail(
                        owner,
                        "A hospital suspended a doctor",
                        "A hospital that has a consent of your health passport, or of one that you manage, suspended one of its"
                                + " doctors, who cannot use the consent any more. Your notifications tell which one."));
            case EMERGENCY_ACCESS ->
                Optional.of(mail(
                        owner,
                        "A doctor took emergency access",
                        "A doctor took emergency access to your health passport: for one hour, they can read it without your"
                                + " consent. They had to give a reason, and their hospital reviews it.\n\n"
                                + "Your notifications tell more."));
            case REPRESENTATIVE_ADDED ->
                Optional.of(mail(
                        owner,
                        "A representative was added",
                        "Somebody can act for a patient from now on: for you, or for somebody whom you represent. Your"
                                + " notifications tell for whom.\n\n"
                                + "If you do not want that, end the rights of the representative."));
            case REPRESENTATIVE_ENDED ->
                Optional.of(mail(
                        owner,
                        "A representative's rights ended",
                        "Somebody cannot act for a patient any more: for you, for somebody whom you represent, or you for"
                                + " somebody. Your notifications tell for whom."));
            case PASSPORT_TAKEN_OVER ->
                Optional.of(mail(
                        owner,
                        "A passport was taken over",
                        "A health passport that others kept for a patient belongs to the patient's own account from now on. Your"
                                + " notifications tell which one."));
            case PASSWORD_CHANGED -> Optional.empty();
        };
    }

    private Mail mail(EmailAddress owner, String subject, String text) {
        return new Mail(owner, subject, text + "\n\nHealth Passport, " + publicUrl.base() + '\n');
    }
}
