package org.healthpassport.api.identity.confirmation;

import static org.healthpassport.api.identity.mail.MailedToken.Purpose.CONFIRM_EMAIL;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.api.identity.mail.Mail;
import org.healthpassport.api.identity.mail.NewToken;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.edge.text.EmailAddress;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Asks people to show that they read mail for an address. If the address has an account, its owner is told instead;
 * everything else is the same in both cases, so that nobody else can tell which of them it was.
 */
@Component
public final class AskingForConfirmation {
    static final Duration VALIDITY = Duration.ofHours(24);
    /** The time after the beginning of a change for which the reader of the address before can take the account back. */
    static final Duration TAKEN_BACK_WITHIN = Duration.ofDays(7);
    /** Nobody can fill a mailbox by registering its address again and again. */
    private static final int REGISTRATIONS_AN_HOUR = 5;

    private final Accounts accounts;
    private final Outbox outbox;
    private final EmailMails mails;
    private final Clock clock;

    AskingForConfirmation(Accounts accounts, Outbox outbox, EmailMails mails, Clock clock) {
        this.accounts = accounts;
        this.outbox = outbox;
        this.mails = mails;
        this.clock = clock;
    }

    /** Saves a new account as one that is unconfirmed, and invites the reader of its mail. */
    public Mono<AccountState> register(AccountState account, Function<AccountState, Mono<AccountState>> save) {
        Instant now = now();
        return Mono.zip(
                        newToken(account.accountId()),
                        accounts.byEmail().exists(account.emailIndex()),
                        registrationsOfTheHour(account, now))
                .flatMap(found -> save.apply(account.unconfirmed(found.getT1().digest(), now.plus(VALIDITY)))
                        .doOnNext(saved -> {
                            if (found.getT3() < REGISTRATIONS_AN_HOUR) {
                                outbox.send(
                                        found.getT2()
                                                ? mails.ofRegistration(address(saved), now)
                                                : toConfirm(saved, now, found.getT1()));
                            }
                        }));
    }

    /** Invites the reader of an unconfirmed account's mail once more, unless there were enough invitations. */
    public Mono<Void> repeat(AccountState account) {
        return registrationsOfTheHour(account, now())
                .filter(registrations -> registrations < REGISTRATIONS_AN_HOUR)
                .flatMap(few -> newToken(account.accountId()))
                .flatMap(token -> accounts.changeSnapshot(
                                account.accountId(),
                                current -> EmailDecisions.repeat(current.state(), token.digest(), now()))
                        .filter(changed -> has(changed.state(), token.digest()))
                        .doOnNext(changed -> outbox.send(toConfirm(changed.state(), changed.createdAt(), token))))
                .then();
    }

    private Mono<Long> registrationsOfTheHour(AccountState account, Instant now) {
        return accounts.byEmail()
                .countUnconfirmed(account.emailIndex(), now.minus(Duration.ofHours(1)), REGISTRATIONS_AN_HOUR);
    }

    /**
     * Changes an account so that it wants another address, and invites the reader of that address. The reader of the present
     * address can stop the change, and take the account back for some time after it.
     *
     * @param change changes the account, given the claims of the new and the present address
     */
    public Mono<AccountState> change(
            AccountState account, EmailAddress next, BiFunction<EmailClaim, EmailClaim, Mono<AccountState>> change) {
        Instant now = now();
        String emailIndex = accounts.byEmail().indexOf(next);
        return Mono.zip(
                        newToken(account.accountId()),
                        newToken(account.accountId()),
                        accounts.byEmail().exists(emailIndex, account.accountId()))
                .flatMap(found -> {
                    NewToken confirming = found.getT1();
                    NewToken stopping = found.getT2();
                    EmailClaim former = EmailClaim.of(
                            address(account), account.emailIndex(), stopping.digest(), now.plus(TAKEN_BACK_WITHIN));
                    return change.apply(
                                    EmailClaim.of(next, emailIndex, confirming.digest(), now.plus(VALIDITY)), former)
                            .doOnNext(changed -> {
                                // Nothing is sent for a change to the address that the account has.
                                if (has(changed, confirming.digest())) {
                                    outbox.send(
                                            found.getT3()
                                                    ? mails.ofAttemptedChange(next)
                                                    : mails.toConfirmChange(next, confirming.text()));
                                    outbox.send(mails.toStopChange(address(account), stopping.text()));
                                }
                            });
                });
    }

    private static boolean has(AccountState account, String digest) {
        return Optional.ofNullable(account.pendingEmail())
                .filter(claim -> claim.tokens().containsKey(digest))
                .isPresent();
    }

    private Mail toConfirm(AccountState account, Instant registeredAt, NewToken token) {
        return mails.toConfirm(address(account), account.role(), registeredAt, token.text());
    }

    private static EmailAddress address(AccountState account) {
        return new EmailAddress(account.email());
    }

    private static Mono<NewToken> newToken(String accountId) {
        return NewToken.draw(CONFIRM_EMAIL, accountId);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
