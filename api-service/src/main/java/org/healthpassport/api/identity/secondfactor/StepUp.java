package org.healthpassport.api.identity.secondfactor;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.throttle.Guess;
import org.healthpassport.api.identity.throttle.GuessThrottle;
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

    private final GuessThrottle throttle;
    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final AccessLog accessLog;
    private final Clock clock;

    StepUp(GuessThrottle throttle, Accounts accounts, PasswordHashing passwords, AccessLog accessLog, Clock clock) {
        this.throttle = throttle;
        this.accounts = accounts;
        this.passwords = passwords;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * Lets an owner act who proves to be there.
     *
     * @param code of the authenticator app, or a recovery code; null if none was given
     * @param act called once the password has proved right, so that a wrong one causes no further work
     * @return fails with a {@link SecondFactorRefusal} if password or code are wrong, which is recorded, or as {@code act}
     *     does
     */
    public <T> Mono<T> act(String accountId, String password, @Nullable String code, Function<Proof, Mono<T>> act) {
        Mono<T> attempt = accounts.find(accountId)
                .switchIfEmpty(Mono.error(new SecondFactorRefusal.NoSuchAccount()::asException))
                .flatMap(account -> passwords
                        .verify(password, Optional.of(account.passwordHash()))
                        .flatMap(right -> right
                                ? act.apply(new Proof(account.passwordHash(), code, clock))
                                : refuse(new SecondFactorRefusal.WrongPassword())))
                .onErrorResume(Refused.with(SecondFactorRefusal.WrongCode.class), this::recorded);
        return throttle.attempt(
                new Guess.StepUp(accountId),
                WRONG_GUESS,
                wait -> refuse(new SecondFactorRefusal.TooManyFailures(wait)),
                attempt);
    }

    /**
     * Asks a signed-in owner for a code alone, and uses it up. An account without a second factor is asked for nothing.
     *
     * @return completes once the code is used up, durably; fails with a {@link SecondFactorRefusal} if it is missing or wrong
     */
    public Mono<Void> useCode(String accountId, @Nullable String code) {
        return accounts.find(accountId)
                .switchIfEmpty(Mono.error(new SecondFactorRefusal.NoSuchAccount()::asException))
                // Without a code nobody proves anything, so wrong passwords of before still count.
                .filter(AccountState::hasSecondFactor)
                .flatMap(account -> throttle.attempt(
                        new Guess.StepUp(accountId),
                        WRONG_GUESS,
                        wait -> refuse(new SecondFactorRefusal.TooManyFailures(wait)),
                        useUp(accountId, code)))
                .then();
    }

    private Mono<AccountState> useUp(String accountId, @Nullable String code) {
        return accounts.change(
                        accountId,
                        account -> account.state().maySignIn()
                                ? SecondFactorDecisions.use(account.state(), code, clock.instant())
                                : Decision.refuse(new SecondFactorRefusal.NoSuchAccount()))
                .onErrorResume(Refused.with(SecondFactorRefusal.WrongCode.class), this::recorded);
    }

    private <T> Mono<T> refuse(SecondFactorRefusal refusal) {
        return recorded(refusal.asException());
    }

    private <T> Mono<T> recorded(Throwable refusal) {
        return accessLog.deny(DenialReason.NOT_PERMITTED, refusal);
    }

    /** The right password and a code, for the decisions of one owner. */
    public static final class Proof {
        private final String passwordHash;
        private final @Nullable String code;
        private final Clock clock;

        private Proof(String passwordHash, @Nullable String code, Clock clock) {
            this.passwordHash = passwordHash;
            this.code = code;
            this.clock = clock;
        }

        /**
         * A decision that uses up the code in its own commit, so that one code cannot allow two things. The code counts as
         * used only if something was decided with it.
         */
        public Function<Snapshot<AccountState>, Decision<AccountState>> allowing(
                Function<AccountState, Decision<AccountState>> decide) {
            return account -> account.state().maySignIn()
                            && account.state().passwordHash().equals(passwordHash)
                    ? SecondFactorDecisions.use(account.state(), code, clock.instant())
                            .then(account.state(), decide)
                    : Decision.refuse(new SecondFactorRefusal.WrongPassword());
        }
    }
}
