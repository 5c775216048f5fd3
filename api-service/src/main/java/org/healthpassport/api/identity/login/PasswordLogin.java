package org.healthpassport.api.identity.login;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.admin.FirstAdministrator;
import org.healthpassport.api.identity.confirmation.AskingForConfirmation;
import org.healthpassport.api.identity.mail.UnawaitedMails;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.secondfactor.SecondFactorDecisions;
import org.healthpassport.api.identity.secondfactor.SecondFactorRefusal;
import org.healthpassport.api.identity.session.OpenSession;
import org.healthpassport.api.identity.session.Sessions;
import org.healthpassport.api.identity.throttle.AttemptThrottle;
import org.healthpassport.api.identity.throttle.Guess;
import org.healthpassport.api.identity.throttle.GuessThrottle;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.access.LoginFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Starts a session for the right email and password. Neither text nor response time tells which of the two is
 * wrong.
 */
@Component
class PasswordLogin {
    private static final Predicate<Throwable> WRONG_GUESS =
            Refused.with(LoginRefusal.WrongCredentials.class).or(Refused.with(LoginRefusal.WrongSecondFactor.class));

    private final AttemptThrottle byAddress = AttemptThrottle.ofAddresses(Ticker.systemTicker());
    private final GuessThrottle throttle;
    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final Sessions sessions;
    private final FirstAdministrator firstAdministrator;
    private final AskingForConfirmation confirmations;
    private final UnawaitedMails unawaited;
    private final AccessLog accessLog;
    private final Clock clock;

    PasswordLogin(
            GuessThrottle throttle,
            Accounts accounts,
            PasswordHashing passwords,
            Sessions sessions,
            FirstAdministrator firstAdministrator,
            AskingForConfirmation confirmations,
            UnawaitedMails unawaited,
            AccessLog accessLog,
            Clock clock) {
        this.throttle = throttle;
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.firstAdministrator = firstAdministrator;
        this.confirmations = confirmations;
        this.unawaited = unawaited;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * Starts a session.
     *
     * @param code of the second factor; null if none was given
     * @return fails with a {@link LoginRefusal}
     */
    Mono<OpenSession> logIn(EmailAddress email, String password, @Nullable String code, String address) {
        String emailIndex = accounts.byEmail().indexOf(email);
        Optional<Duration> addressWaits = byAddress.begin(address);
        if (addressWaits.isPresent()) {
            return tooMany(Optional.empty(), addressWaits.get());
        }
        Mono<Optional<AccountState>> found = Mono.defer(() -> accounts.byEmail().find(emailIndex))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
        Mono<OpenSession> attempt =
                found.flatMap(account -> verify(account, password)).flatMap(account -> start(account, code));
        return throttle.attempt(
                        new Guess.Login(emailIndex, address),
                        WRONG_GUESS,
                        wait -> found.flatMap(account -> tooMany(account, wait)),
                        attempt)
                .doOnNext(open -> byAddress.takeBack(address))
                .doOnError(WRONG_GUESS.negate(), failure -> byAddress.takeBack(address));
    }

    private Mono<AccountState> verify(Optional<AccountState> account, String password) {
        return passwords
                .verify(password, account.map(AccountState::passwordHash))
                .flatMap(right -> right ? Mono.justOrEmpty(account).flatMap(this::letIn) : wrongCredentials(account));
    }

    /**
     * Only somebody with the right password learns that the account is suspended or closed. Nobody learns that it is
     * unconfirmed: whoever had registered with an address would see if somebody else has it. So the answer does not wait
     * for the mail either.
     */
    private Mono<AccountState> letIn(AccountState account) {
        return switch (account.status()) {
            case UNCONFIRMED ->
                unawaited
                        .begin(confirmations.repeat(account))
                        .then(refuse(account, LoginFailure.EMAIL_UNCONFIRMED, new LoginRefusal.WrongCredentials()));
            case PENDING, ACTIVE -> Mono.just(account);
            case SUSPENDED -> refuse(account, LoginFailure.ACCOUNT_SUSPENDED, new LoginRefusal.Suspended());
            case CLOSED -> refuse(account, LoginFailure.ACCOUNT_CLOSED, new LoginRefusal.Closed());
        };
    }

    /** The event of the session is in its commit, so that no login can leave no trace. */
    private Mono<OpenSession> start(AccountState account, @Nullable String code) {
        return sessions.start(account, state -> SecondFactorDecisions.use(state, code, clock.instant()))
                .onErrorResume(
                        Refused.with(SecondFactorRefusal.CodeMissing.class),
                        missing -> refuse(
                                account, LoginFailure.SECOND_FACTOR_MISSING, new LoginRefusal.SecondFactorRequired()))
                .onErrorResume(
                        Refused.with(SecondFactorRefusal.WrongCode.class),
                        wrong ->
                                refuse(account, LoginFailure.SECOND_FACTOR_WRONG, new LoginRefusal.WrongSecondFactor()))
                .delayUntil(open -> accessLog.record(new Access.Login(account.caller())))
                .delayUntil(open -> Mono.fromRunnable(() -> firstAdministrator.loggedIn(account))
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    /** @param account that the attempt was meant for; empty if there is none, or if nobody looked */
    private <T> Mono<T> tooMany(Optional<AccountState> account, Duration wait) {
        return refuse(account, LoginFailure.TOO_MANY_ATTEMPTS, new LoginRefusal.TooManyFailures(wait));
    }

    private <T> Mono<T> wrongCredentials(Optional<AccountState> account) {
        return refuse(account, LoginFailure.WRONG_CREDENTIALS, new LoginRefusal.WrongCredentials());
    }

    private <T> Mono<T> refuse(Optional<AccountState> account, LoginFailure reason, LoginRefusal refusal) {
        return refuse(new Access.FailedLogin(account.map(AccountState::caller).orElse(null), reason), refusal);
    }

    private <T> Mono<T> refuse(AccountState account, LoginFailure reason, LoginRefusal refusal) {
        return refuse(new Access.FailedLogin(account.caller(), reason), refusal);
    }

    private <T> Mono<T> refuse(Access.FailedLogin failure, LoginRefusal refusal) {
        return accessLog.record(failure).then(Mono.error(refusal::asException));
    }
}
