package org.healthpassport.api.identity.token;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.LiveToken;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.vault.standing.AccountStanding;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import reactor.core.publisher.Mono;

/**
 * Authenticates the caller of a request by its access token, and by everything that may have changed since the token was
 * issued: whether the account exists, its status, its hospital, and its tokens and sessions that do not count any more. This is the
 * one place that looks at an account for a request.
 */
final class AccessTokenAuthenticator implements ReactiveAuthenticationManager {
    private final AccessTokens tokens;
    private final Accounts accounts;

    AccessTokenAuthenticator(AccessTokens tokens, Accounts accounts) {
        this.tokens = tokens;
        this.accounts = accounts;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication authentication) {
        return Mono.just(authentication)
                .ofType(BearerTokenAuthenticationToken.class)
                .flatMap(bearer -> tokens.verify(bearer.getToken())
                        .flatMap(this::asOfNow)
                        .switchIfEmpty(
                                Mono.error(() -> new InvalidBearerTokenException("The access token is not valid"))));
    }

    /** Empty if the token does not count any more. */
    private Mono<Authentication> asOfNow(AccessTokens.Verified token) {
        Caller caller = token.caller();
        return accounts.standing(caller.accountId())
                .filter(standing -> standing.accepts(token.issuedAt(), token.sessionId())
                        && standing.role().equals(caller.role().name()))
                .map(standing -> authentication(token, standing));
    }

    private static Authentication authentication(AccessTokens.Verified token, AccountStanding standing) {
        Caller named = token.caller();
        Caller caller = new Caller(named.accountId(), named.role(), named.patientId(), standing.hospitalId());
        return new CallerAuthentication(
                new LiveToken(caller, token.sessionId(), token.issuedAt(), token.expiresAt()), standing.status());
    }
}
