package org.healthpassport.api.identity.secondfactor;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.throttle.AttemptThrottle;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets a signed-in owner do what a stolen access token must not be enough for: it asks for the password once more, and
 * for a code of the second factor where there is one.
 */
@Component
public final class StepUp {
    private static final Predicate<Throwable> WRONG_GUESS =
            Refused.with(SecondFactorRefusal.WrongPassword.class).or(Refused.with(SecondFactorRefusal.WrongCode.class));

    private final AttemptThrottle throttle = AttemptThrottle.ofAccounts(Ticker.systemTicker());
    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final AccessLog accessLog;
    private final Clock clock;

    StepUp(Accounts accounts, PasswordHashing passwords, AccessLog accessLog, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * Decides on an account whose owner has proved to be there. The code is used up by the commit of the decision, so
     * that it cannot allow two of them.
     *
     * @param code of the authenticator app, or a recovery code; null if none was given
     * @return fails with a {@link SecondFactorRefusal} if password or code are wrong, which is recorded, or as {@code
     *     decide} refuses
     */
    public Mono<AccountState> change(
            String accountId,
            String password,
            @Nullable String code,
            Function<AccountState, Decision<AccountState>> decide) {
        return change(accountId, password, code, decide, accounts::change);
    }

    /**
     * The same with another way to save.
     *
     * @param save as {@link Accounts#change}
     */
    public <T> Mono<T> change(
            String accountId,
            String password,
            @Nullable String code,
            Function<AccountState, Decision<AccountState>> decide,
            BiFunction<String, Function<Snapshot<AccountState>, Decision<AccountState>>, Mono<T>> save) {
        Optional<Duration> waits = throttle.begin(accountId);
        if (waits.isPresent()) {
            return refuse(new SecondFactorRefusal.TooManyFailures(waits.get()));
        }
        return accounts.find(accountId)
                .switchIfEmpty(Mono.error(new SecondFactorRefusal.NoSuchAccount()::asException))
                .flatMap(seen -> passwords
                        .verify(password, Optional.of(seen.passwordHash()))
                        .flatMap(right -> right
                                ? save.apply(accountId, account -> using(account.state(), seen, code, decide))
                                : refuse(new SecondFactorRefusal.WrongPassword())))
                .onErrorResume(Refused.with(SecondFactorRefusal.WrongCode.class), this::recorded)
                .doOnSuccess(changed -> throttle.forget(accountId))
                .doOnError(WRONG_GUESS.negate(), failure -> throttle.takeBack(accountId));
    }

    /** A code counts as used only if something was decided with it. */
    private Decision<AccountState> using(
            AccountState account,
            AccountState seen,
            @Nullable String code,
            Function<AccountState, Decision<AccountState>> decide) {
        return account.passwordHash().equals(seen.passwordHash())
                ? SecondFactorDecisions.use(account, code, clock.instant()).then(account, decide)
                : Decision.refuse(new SecondFactorRefusal.WrongPassword());
    }

    private <T> Mono<T> refuse(SecondFactorRefusal refusal) {
        return recorded(refusal.asException());
    }

    private <T> Mono<T> recorded(Throwable refusal) {
        return accessLog
                .record(new Access.Denial(null, DenialReason.NOT_PERMITTED))
                .then(Mono.error(refusal));
    }
}
