package org.healthpassport.audit.auditor;

import com.nimbusds.jose.KeySourceException;
import java.io.IOException;
import org.healthpassport.edge.account.RecentAccounts;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.standing.AccountStanding;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import reactor.core.publisher.Mono;

/**
 * Authenticates the account of a request by its access token, and by everything that may have changed since the token
 * was issued. This is the one place that looks at an account for a request.
 */
final class AccessTokenAuthenticator implements ReactiveAuthenticationManager {
    private final AccessTokens tokens;
    private final RecentAccounts<AccountStanding> accounts;

    AccessTokenAuthenticator(AccessTokens tokens, RecentAccounts<AccountStanding> accounts) {
        this.tokens = tokens;
        this.accounts = accounts;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication authentication) {
        return Mono.just(authentication)
                .ofType(BearerTokenAuthenticationToken.class)
                .flatMap(bearer -> tokens.verify(bearer.getToken())
                        .flatMap(this::asOfNow)
                        .onErrorMap(
                                AccessTokenAuthenticator::cannotBeToldNow,
                                unknown -> Problem.unavailable().asException())
                        .switchIfEmpty(
                                Mono.error(() -> new InvalidBearerTokenException("The access token is not valid"))));
    }

    /** Empty if the token does not count any more. */
    private Mono<Authentication> asOfNow(AccessTokens.Verified token) {
        Account account = token.account();
        return accounts.find(account.id())
                .filter(standing -> standing.accepts(token.issuedAt(), token.sessionId())
                        && standing.role().equals(account.role()))
                .map(standing -> standing.status() == AccountStanding.Status.ACTIVE
                        ? AccountAuthentication.active(account)
                        : AccountAuthentication.withoutRole(account));
    }

    private static boolean cannotBeToldNow(Throwable failure) {
        return failure instanceof KeySourceException || failure instanceof IOException || failure instanceof SealBroken;
    }
}
