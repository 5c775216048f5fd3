package org.healthpassport.api.identity.token;

import java.util.Set;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import reactor.core.publisher.Mono;

/**
 * Authenticates the caller of a request by its access token. Others decide on the activation and the hospital of an
 * account, so a token cannot prove them: such accounts are read by id on each request.
 */
final class AccessTokenAuthenticator implements ReactiveAuthenticationManager {
    private static final Set<Role> VOUCHED_FOR = Set.of(Role.DOCTOR, Role.HOSPITAL);

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

    /** Empty if the account does not exist any more. */
    private Mono<Authentication> asOfNow(Caller caller) {
        return VOUCHED_FOR.contains(caller.role())
                ? accounts.find(caller.accountId()).map(AccessTokenAuthenticator::authentication)
                : Mono.just(CallerAuthentication.active(caller));
    }

    private static Authentication authentication(AccountState account) {
        return account.mayAct()
                ? CallerAuthentication.active(account.caller())
                : CallerAuthentication.pending(account.caller());
    }
}
