package org.healthpassport.api.identity.me;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.CallerSession;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.api.identity.confirmation.AskingForConfirmation;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.access.DenialReason;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Begins changes of email addresses. Each is used once its reader has confirmed it. */
@Component
class ChangingEmail {
    private final Accounts accounts;
    private final AskingForConfirmation confirmations;
    private final AccessLog accessLog;
    private final Clock clock;

    ChangingEmail(Accounts accounts, AskingForConfirmation confirmations, AccessLog accessLog, Clock clock) {
        this.accounts = accounts;
        this.confirmations = confirmations;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * Changes an account and, if an email is given, begins to change that too, by the same commit.
     *
     * @param account as it was read
     * @param others decides on everything but the email
     * @return fails as {@code others} refuses, with {@link MeRefusal.LoginTooOld}, recorded, and with {@link
     *     MeRefusal.TooManyEmails}
     */
    Mono<AccountState> change(
            CallerSession session,
            AccountState account,
            Optional<EmailAddress> email,
            Function<AccountState, Decision<AccountState>> others) {
        String accountId = account.accountId();
        return email.map(next -> confirmations.change(
                        account,
                        next,
                        (wanted, former) -> accounts.change(
                                accountId, current -> decide(current.state(), session, wanted, former, others))))
                .orElseGet(() -> accounts.change(accountId, current -> others.apply(current.state())))
                .onErrorResume(Refused.with(MeRefusal.LoginTooOld.class), this::denied);
    }

    /** Refuses a change whose login is too old before anything else is changed. */
    Mono<Void> requireRecentLogin(CallerSession session, AccountState account, Optional<EmailAddress> email) {
        boolean enough = email.isEmpty()
                || accounts.byEmail().indexOf(email.get()).equals(account.emailIndex())
                || account.hasRecentLogin(session.sessionId(), now());
        return enough ? Mono.empty() : denied(new MeRefusal.LoginTooOld().asException());
    }

    private Decision<AccountState> decide(
            AccountState account,
            CallerSession session,
            EmailClaim wanted,
            EmailClaim former,
            Function<AccountState, Decision<AccountState>> others) {
        return others.apply(account)
                .and(account, state -> EmailChangeDecisions.begin(state, session.sessionId(), wanted, former, now()));
    }

    private <T> Mono<T> denied(Throwable refusal) {
        return accessLog.deny(DenialReason.NOT_PERMITTED, refusal);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
