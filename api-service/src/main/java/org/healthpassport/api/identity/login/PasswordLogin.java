package org.healthpassport.api.identity.login;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.EmailAddress;
import org.healthpassport.api.identity.admin.FirstAdministrator;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.throttle.AttemptThrottle;
import org.healthpassport.api.identity.token.AccessToken;
import org.healthpassport.api.identity.token.AccessTokens;
import org.healthpassport.events.access.LoginFailure;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Issues an access token for the right email and password. Neither text nor response time tells which of the two is
 * wrong.
 */
@Component
class PasswordLogin {
    private final AttemptThrottle byAccount = AttemptThrottle.ofAccounts(Ticker.systemTicker());
    private final AttemptThrottle byAddress = AttemptThrottle.ofAddresses(Ticker.systemTicker());
    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final AccessTokens tokens;
    private final FirstAdministrator firstAdministrator;
    private final AccessLog accessLog;
    private final Ids ids;

    PasswordLogin(
            Accounts accounts,
            PasswordHashing passwords,
            AccessTokens tokens,
            FirstAdministrator firstAdministrator,
            AccessLog accessLog,
            Ids ids) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.tokens = tokens;
        this.firstAdministrator = firstAdministrator;
        this.accessLog = accessLog;
        this.ids = ids;
    }

    /** Fails with a {@link LoginRefusal}. */
    Mono<AccessToken> logIn(EmailAddress email, String password, String address) {
        String emailIndex = accounts.indexOf(email);
        Optional<Duration> addressWaits = byAddress.begin(address);
        if (addressWaits.isPresent()) {
            return tooMany(addressWaits.get());
        }
        Optional<Duration> accountWaits = byAccount.begin(emailIndex);
        if (accountWaits.isPresent()) {
            byAddress.takeBack(address);
            return tooMany(accountWaits.get());
        }
        return accounts.findByEmail(emailIndex)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(account -> verify(account, password))
                .doOnNext(account -> byAccount.forget(emailIndex))
                .doOnNext(account -> byAddress.takeBack(address))
                .flatMap(this::issue)
                .doOnError(Refused.with(LoginRefusal.WrongCredentials.class).negate(), failure -> {
                    byAccount.takeBack(emailIndex);
                    byAddress.takeBack(address);
                });
    }

    private Mono<AccountState> verify(Optional<AccountState> account, String password) {
        return passwords
                .verify(password, account.map(AccountState::passwordHash))
                .flatMap(right -> right ? Mono.justOrEmpty(account) : wrongCredentials(account));
    }

    /**
     * Records the login first: nothing that a login does may happen without a trace. Then looks at the account's standing,
     * so that one of an earlier release gets a standing before the token goes to a service that can only read it.
     */
    private Mono<AccessToken> issue(AccountState account) {
        Caller caller = account.caller();
        return accessLog
                .record(new Access.Login(caller))
                .then(accounts.standing(account.accountId()))
                .then(passwords.onOwnThreads(() -> {
                    firstAdministrator.loggedIn(account);
                    return tokens.issue(caller, account.validAfter(), ids.next());
                }));
    }

    private <T> Mono<T> tooMany(Duration wait) {
        return refuse(
                new Access.FailedLogin(null, LoginFailure.TOO_MANY_ATTEMPTS), new LoginRefusal.TooManyFailures(wait));
    }

    private <T> Mono<T> wrongCredentials(Optional<AccountState> account) {
        return refuse(
                new Access.FailedLogin(account.map(AccountState::caller).orElse(null), LoginFailure.WRONG_CREDENTIALS),
                new LoginRefusal.WrongCredentials());
    }

    private <T> Mono<T> refuse(Access.FailedLogin failure, LoginRefusal refusal) {
        return accessLog.record(failure).then(Mono.error(refusal::asException));
    }
}
