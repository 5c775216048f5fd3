package org.healthpassport.api.web;

import java.time.Duration;
import org.healthpassport.api.identity.activation.ActivationRefusal;
import org.healthpassport.api.identity.closure.ClosureRefusal;
import org.healthpassport.api.identity.confirmation.EmailRefusal;
import org.healthpassport.api.identity.directory.DirectoryRefusal;
import org.healthpassport.api.identity.hospital.InvitationRefusal;
import org.healthpassport.api.identity.login.LoginRefusal;
import org.healthpassport.api.identity.me.MeRefusal;
import org.healthpassport.api.identity.newpassword.PasswordRefusal;
import org.healthpassport.api.identity.person.PersonRefusal;
import org.healthpassport.api.identity.registration.RegistrationRefusal;
import org.healthpassport.api.identity.secondfactor.SecondFactorRefusal;
import org.healthpassport.api.identity.session.SessionRefusal;
import org.healthpassport.api.identity.suspension.SuspensionRefusal;
import org.healthpassport.api.identity.token.TokenRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.StatelessSecurity;

/** The answers to refusals about accounts. */
final class IdentityProblems extends RefusalTable {
    /** Somebody has to change the settings. */
    private static final Duration RETRY_MAIL_AFTER = Duration.ofHours(1);

    IdentityProblems() {
        registration();
        login();
        tokens();
        sessions();
        activation();
        secondFactor();
        passwords();
        emails();
        suspension();
        ownAccount();
        directory();
        invitations();
        people();
        closure();
    }

    private void closure() {
        on(
                ClosureRefusal.TakeoverUnderWay.class,
                Problem.of(
                                ProblemType.UNAVAILABLE,
                                "The account takes a passport over at this moment. Please try again.")
                        .retryAfter(Duration.ofSeconds(1)));
        on(
                ClosureRefusal.LastAdministrator.class,
                ProblemType.MUST_STAY_ACTIVE,
                "The last active administrator cannot close the account.");
        on(
                ClosureRefusal.StandsForHospital.class,
                ProblemType.MUST_STAY_ACTIVE,
                "The account stands for a hospital that is active. Hand it over by changing its email address, or ask an"
                        + " administrator to suspend the hospital.");
    }

    private void registration() {
        on(
                RegistrationRefusal.OnlyByAdministrator.class,
                ProblemType.FORBIDDEN,
                "Only an administrator can create accounts of this kind.");
        on(
                RegistrationRefusal.EmailTaken.class,
                ProblemType.EMAIL_TAKEN,
                "Sign in, or register with another email address.");
        onTooSoon(
                RegistrationRefusal.TooManyRegistrations.class,
                "Too many registrations. Please wait before the next one.");
    }

    private void login() {
        on(
                LoginRefusal.WrongCredentials.class,
                ProblemType.WRONG_CREDENTIALS,
                "Please check both and try again. If you have just registered, follow the link in the mail first.");
        on(
                LoginRefusal.SecondFactorRequired.class,
                ProblemType.SECOND_FACTOR_REQUIRED,
                "Send a code of the authenticator app, or a recovery code, as totp.");
        on(
                LoginRefusal.WrongSecondFactor.class,
                ProblemType.WRONG_SECOND_FACTOR,
                "The code is wrong, too old, or was used before.");
        on(
                LoginRefusal.Suspended.class,
                ProblemType.ACCOUNT_SUSPENDED,
                "This account is suspended. Ask your hospital or an administrator.");
        on(LoginRefusal.Closed.class, ProblemType.ACCOUNT_CLOSED, "The owner of this account closed it.");
        onTooSoon(LoginRefusal.TooManyFailures.class, "Too many failed logins. Please wait before the next attempt.");
    }

    private void tokens() {
        on(TokenRefusal.NoValidToken.class, StatelessSecurity.noValidToken());
        on(
                TokenRefusal.NoSuchAccount.class,
                ProblemType.UNAUTHENTICATED,
                "The account of this access token does not exist any more.");
    }

    private void sessions() {
        on(
                SessionRefusal.AccountChanged.class,
                ProblemType.CONFLICT,
                "The account was changed at the same time. Please sign in again.");
        on(
                SessionRefusal.NoValidRefreshToken.class,
                ProblemType.INVALID_REFRESH_TOKEN,
                "The refresh token does not count any more. Please sign in again.");
        on(SessionRefusal.NoSuchSession.class, ProblemType.NOT_FOUND, "You have no such open session.");
    }

    private void activation() {
        on(ActivationRefusal.NoSuchAccount.class, ProblemType.NOT_FOUND, "There is no such account.");
        on(ActivationRefusal.NoSuchDoctor.class, ProblemType.NOT_FOUND, "This hospital has no such doctor.");
        on(
                ActivationRefusal.ActivatedByHospital.class,
                ProblemType.INVALID,
                "Doctors are activated by their hospital.");
        on(ActivationRefusal.NeedsNoActivation.class, ProblemType.INVALID, "Accounts of this kind need no activation.");
        on(
                ActivationRefusal.SuspendedByAdministrator.class,
                ProblemType.FORBIDDEN,
                "An administrator suspended this doctor. Only an administrator can lift that suspension.");
        on(ActivationRefusal.AlreadyClosed.class, ProblemType.INVALID, "The owner of this account closed it.");
        on(
                ActivationRefusal.EmailUnconfirmed.class,
                ProblemType.INVALID,
                "Nobody has confirmed the email address of this account yet.");
        on(ActivationRefusal.OnlyForThatHospital.class, ProblemType.FORBIDDEN, "Only the hospital itself may do this.");
    }

    private void secondFactor() {
        on(
                SecondFactorRefusal.AlreadyEnrolled.class,
                ProblemType.SECOND_FACTOR_STATE,
                "The account has a second factor. Remove it before you enrol another one.");
        on(
                SecondFactorRefusal.NotBegun.class,
                ProblemType.SECOND_FACTOR_STATE,
                "Ask for a secret before you confirm it.");
        on(SecondFactorRefusal.NotEnrolled.class, ProblemType.SECOND_FACTOR_STATE, "The account has no second factor.");
        on(
                SecondFactorRefusal.OwnAccount.class,
                ProblemType.FORBIDDEN,
                "Remove your own second factor with password and code, or ask another administrator.");
        on(SecondFactorRefusal.NoSuchAccount.class, ProblemType.NOT_FOUND, "There is no such account.");
        on(
                SecondFactorRefusal.CodeMissing.class,
                ProblemType.INVALID,
                "A code of the second factor must be given as well.");
        on(
                SecondFactorRefusal.WrongCode.class,
                ProblemType.INVALID,
                "The code of the second factor is wrong or was used before.");
        on(
                SecondFactorRefusal.LoginTooOld.class,
                ProblemType.RECENT_LOGIN_REQUIRED,
                "Log in again, then enrol the second factor within 15 minutes.");
        on(SecondFactorRefusal.WrongPassword.class, ProblemType.INVALID, "The password is wrong.");
        onTooSoon(
                SecondFactorRefusal.TooManyFailures.class,
                "Too many wrong passwords or codes. Please wait before the next attempt.");
    }

    private void passwords() {
        on(
                PasswordRefusal.NoValidToken.class,
                ProblemType.INVALID,
                "The token does not count, or does not count any more. Ask for another one.");
        on(
                PasswordRefusal.NoMail.class,
                Problem.of(ProblemType.UNAVAILABLE, "This installation sends no mail. Ask an administrator.")
                        .retryAfter(RETRY_MAIL_AFTER));
        onTooSoon(PasswordRefusal.TooManyAttempts.class, "Too many attempts. Please wait before the next one.");
    }

    private void emails() {
        on(
                EmailRefusal.NoValidToken.class,
                ProblemType.INVALID,
                "The token does not count, or does not count any more. Log in to get another one.");
        onTooSoon(EmailRefusal.TooManyAttempts.class, "Too many attempts. Please wait before the next one.");
    }

    private void directory() {
        on(
                DirectoryRefusal.NameTooLong.class,
                ProblemType.MALFORMED_REQUEST,
                "The name to search for must have at most 200 characters.");
        on(DirectoryRefusal.NoEmail.class, ProblemType.MALFORMED_REQUEST, "The email must be an email address.");
        on(DirectoryRefusal.NoSuchHospital.class, ProblemType.NOT_FOUND, "There is no such hospital.");
        on(
                DirectoryRefusal.OnlyForThatHospital.class,
                ProblemType.FORBIDDEN,
                "Only the hospital itself may list doctors who are not active.");
    }

    private void invitations() {
        on(InvitationRefusal.OnlyForThatHospital.class, ProblemType.FORBIDDEN, "Only the hospital itself may do this.");
        on(
                InvitationRefusal.EmailTaken.class,
                ProblemType.EMAIL_TAKEN,
                "Invite the person with another email address.");
        on(
                InvitationRefusal.TooMany.class,
                tooMany -> Problem.of(
                        ProblemType.INVALID,
                        "A hospital can have at most %d further administrators.".formatted(tooMany.most())));
    }

    private void people() {
        on(PersonRefusal.NoId.class, ProblemType.MALFORMED_REQUEST, "The id must be a UUID.");
        on(PersonRefusal.NoEmail.class, ProblemType.MALFORMED_REQUEST, "The email must be an email address.");
        on(PersonRefusal.Unknown.class, ProblemType.NOT_FOUND, "There is no such account and no such patient.");
    }

    private void ownAccount() {
        on(
                MeRefusal.Stale.class,
                ProblemType.STALE_VERSION,
                "The account was changed since you read it. Read it again and repeat the change.");
        on(MeRefusal.NotActive.class, StatelessSecurity.noValidToken());
        on(
                MeRefusal.LoginTooOld.class,
                ProblemType.RECENT_LOGIN_REQUIRED,
                "Log in again, then change the email address within 15 minutes.");
        onTooSoon(
                MeRefusal.TooManyEmails.class,
                "The email address was changed too often. Please wait before the next change.");
        on(MeRefusal.OnlyForDoctors.class, ProblemType.FORBIDDEN, "Only doctors move from hospital to hospital.");
    }

    private void suspension() {
        on(SuspensionRefusal.NoSuchAccount.class, ProblemType.NOT_FOUND, "There is no such account.");
        on(SuspensionRefusal.NoSuchDoctor.class, ProblemType.NOT_FOUND, "This hospital has no such doctor.");
        on(SuspensionRefusal.OnlyForThatHospital.class, ProblemType.FORBIDDEN, "Only the hospital itself may do this.");
        on(
                SuspensionRefusal.OwnAccount.class,
                ProblemType.MUST_STAY_ACTIVE,
                "You cannot suspend your own account. Ask another administrator.");
        on(
                SuspensionRefusal.LastAdministrator.class,
                ProblemType.MUST_STAY_ACTIVE,
                "The last active administrator cannot be suspended.");
        on(SuspensionRefusal.AlreadyClosed.class, ProblemType.INVALID, "The owner of this account closed it.");
        on(
                SuspensionRefusal.EmailUnconfirmed.class,
                ProblemType.INVALID,
                "Nobody has confirmed the email address of this account, so nobody can use it.");
    }
}
