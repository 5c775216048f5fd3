package org.healthpassport.api.identity.login;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.identity.AccountState;
import org.healthpassport.api.identity.Accounts;
import org.healthpassport.api.identity.EmailAddress;
import org.healthpassport.api.identity.FirstAdministrator;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.token.AccessToken;
import org.healthpassport.api.identity.token.AccessTokens;
import org.healthpassport.api.ids.Ids;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemException;
import org.healthpassport.api.problem.ProblemType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives an access token for the right email and password; what is wrong stays open, in text and in time. */
@Component
class LoggingIn {
    private final LoginThrottle byAccount = LoginThrottle.ofAccounts(Ticker.systemTicker());
    private final LoginThrottle byAddress = LoginThrottle.ofAddresses(Ticker.systemTicker());
    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final AccessTokens tokens;
    private final FirstAdministrator firstAdministrator;
    private final Ids ids;

    LoggingIn(
            Accounts accounts,
            PasswordHashing passwords,
            AccessTokens tokens,
            FirstAdministrator firstAdministrator,
            Ids ids) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.tokens = tokens;
        this.firstAdministrator = firstAdministrator;
        this.ids = ids;
    }

    /** Fails with 401 for a wrong email or password, and with 429 after too many of those. */
    Mono<AccessToken> logIn(EmailAddress email, String password, String address) {
        String emailIndex = accounts.indexOf(email);
        Optional<Duration> addressWaits = byAddress.begin(address);
        if (addressWaits.isPresent()) {
            return Mono.error(tooMany(addressWaits.get()));
        }
        Optional<Duration> accountWaits = byAccount.begin(emailIndex);
        if (accountWaits.isPresent()) {
            byAddress.takeBack(address);
            return Mono.error(tooMany(accountWaits.get()));
        }
        return accounts.findByEmail(emailIndex)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(account -> verify(account, password))
                .switchIfEmpty(Mono.error(() -> wrongCredentials()))
                .doOnNext(account -> byAccount.forget(emailIndex))
                .doOnNext(account -> byAddress.takeBack(address))
                .flatMap(this::issue)
                .doOnError(failure -> !isWrongCredentials(failure), failure -> {
                    byAccount.takeBack(emailIndex);
                    byAddress.takeBack(address);
                });
    }

    private Mono<AccountState> verify(Optional<AccountState> account, String password) {
        return passwords
                .verify(password, account.map(AccountState::passwordHash))
                .flatMap(right -> right ? Mono.justOrEmpty(account) : Mono.empty());
    }

    private Mono<AccessToken> issue(AccountState account) {
        Caller caller = new Caller(account.accountId(), account.role(), account.patientId());
        return passwords.onOwnThreads(() -> {
            firstAdministrator.loggedIn(account);
            return tokens.issue(caller, ids.next());
        });
    }

    private static boolean isWrongCredentials(Throwable failure) {
        return failure instanceof ProblemException refusal && refusal.problem().type() == ProblemType.WRONG_CREDENTIALS;
    }

    private static ProblemException tooMany(Duration wait) {
        return Problem.of(ProblemType.TOO_MANY_REQUESTS, "Too many failed logins. Wait before the next.")
                .retryAfter(wait)
                .asException();
    }

    private static ProblemException wrongCredentials() {
        return Problem.of(ProblemType.WRONG_CREDENTIALS, "Check both and try again.")
                .asException();
    }
}
