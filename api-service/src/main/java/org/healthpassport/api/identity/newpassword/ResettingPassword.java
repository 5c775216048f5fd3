package org.healthpassport.api.identity.newpassword;

import static org.healthpassport.api.identity.mail.MailedToken.Purpose.NEW_PASSWORD;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.mail.MailedToken;
import org.healthpassport.api.identity.mail.NewToken;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.api.identity.mail.UnawaitedMails;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.password.PasswordRules;
import org.healthpassport.api.identity.throttle.Guess;
import org.healthpassport.api.identity.throttle.GuessThrottle;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.access.DenialReason;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Replaces a forgotten password: by a token that only the reader of the account's mail gets. */
@Component
class ResettingPassword {
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final GuessThrottle throttle;
    private final Outbox outbox;
    private final UnawaitedMails unawaited;
    private final PasswordMails mails;
    private final AccessLog accessLog;
    private final Clock clock;

    ResettingPassword(
            Accounts accounts,
            PasswordHashing passwords,
            GuessThrottle throttle,
            Outbox outbox,
            UnawaitedMails unawaited,
            PasswordMails mails,
            AccessLog accessLog,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.throttle = throttle;
        this.outbox = outbox;
        this.unawaited = unawaited;
        this.mails = mails;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * Sends a token to the owner of an account. The answer waits for nothing, so that neither its content nor its time
     * tells whether there is an account.
     *
     * @return fails with a {@link PasswordRefusal} that does not depend on the email
     */
    Mono<Void> request(EmailAddress email) {
        return outbox.isOpen()
                ? unawaited
                        .begin(send(email))
                        .filter(begun -> begun)
                        .switchIfEmpty(Mono.error(new PasswordRefusal.TooManyAttempts(BUSY)::asException))
                        .then()
                : Mono.error(new PasswordRefusal.NoMail()::asException);
    }

    private Mono<Void> send(EmailAddress email) {
        // Each new registration of an address would allow more mails to it.
        return Mono.defer(() -> accounts.byEmail().findOldest(accounts.byEmail().indexOf(email)))
                .filterWhen(this::mayHaveItsEmail)
                .flatMap(this::send);
    }

    /** The token would confirm the address of an account that is unconfirmed. */
    private Mono<Boolean> mayHaveItsEmail(AccountState account) {
        return account.status() == AccountStatus.UNCONFIRMED
                ? accounts.byEmail()
                        .isKeptForAnother(account.emailIndex(), account.accountId())
                        .map(kept -> !kept)
                : Mono.just(true);
    }

    private Mono<Void> send(AccountState account) {
        return NewToken.draw(NEW_PASSWORD, account.accountId())
                .flatMap(token -> accounts.change(
                                account.accountId(),
                                now -> PasswordDecisions.requestReset(now.state(), token.digest(), now()))
                        .filter(changed -> changed.hasReset(token.digest(), now()))
                        .doOnNext(changed ->
                                outbox.send(mails.withToken(new EmailAddress(changed.email()), token.text()))))
                .then();
    }

    /**
     * Sets a new password, which ends all sessions. Failed logins to the account are forgotten.
     *
     * @param address the client's, from which the owner may sign in from now on
     * @return fails with {@link PasswordRefusal.NoValidToken}, recorded, and with {@link InvalidInput} for a password
     *     that breaks the rules, after which the token still counts
     */
    Mono<Void> confirm(String text, String password, String address) {
        return Mono.justOrEmpty(MailedToken.of(NEW_PASSWORD, text))
                .flatMap(token -> accounts.find(token.accountId())
                        .filter(account -> account.hasReset(token.digest(), now()))
                        .delayUntil(this::requireFree)
                        .flatMap(account -> confirm(account, token, password, address)))
                // Somebody else confirmed the address of an account that was unconfirmed.
                .onErrorMap(DuplicateKeyException.class, taken -> new PasswordRefusal.NoValidToken().asException())
                .switchIfEmpty(Mono.error(new PasswordRefusal.NoValidToken()::asException))
                .onErrorResume(
                        Refused.with(PasswordRefusal.NoValidToken.class),
                        refused -> accessLog.deny(DenialReason.INVALID_TOKEN, refused))
                .doOnNext(changed -> outbox.send(mails.ofChange(new EmailAddress(changed.email()))))
                .then();
    }

    /** The other accounts do not get the address that they want by a new password. */
    private Mono<Void> requireFree(AccountState account) {
        return account.status() == AccountStatus.UNCONFIRMED
                ? accounts.byEmail().requireFree(account, new PasswordRefusal.NoValidToken())
                : Mono.empty();
    }

    private Mono<AccountState> confirm(AccountState account, MailedToken token, String password, String address) {
        return PasswordRules.objection(password, Optional.of(account.email()))
                .map(detail -> Mono.<AccountState>error(InvalidInput.at("/password", detail)::asException))
                .orElseGet(() -> passwords
                        .hash(password)
                        // First, so that a new password never has to wait.
                        .delayUntil(hash -> throttle.forgive(new Guess.Login(account.emailIndex(), address)))
                        .flatMap(hash -> accounts.change(
                                account.accountId(),
                                now -> PasswordDecisions.reset(now.state(), token.digest(), hash, now()))))
                .contextWrite(account.caller().actor()::into);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
