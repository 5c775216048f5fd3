package org.healthpassport.audit.trail;

import com.nimbusds.jose.KeySourceException;
import org.healthpassport.audit.web.Blocking;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.token.LogReadingVerifier;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import reactor.core.publisher.Mono;

/** Authenticates api-service by the token that it signed for one request. */
final class TrailAuthenticator implements ReactiveAuthenticationManager {
    private final LogReadingVerifier verifier;

    TrailAuthenticator(LogReadingVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication authentication) {
        return Mono.just(authentication)
                .ofType(BearerTokenAuthenticationToken.class)
                .flatMap(bearer -> Blocking.call(() -> verifier.verify(bearer.getToken()))
                        .flatMap(Mono::justOrEmpty)
                        .<Authentication>map(TrailAuthentication::new)
                        .onErrorMap(
                                KeySourceException.class,
                                unknown -> Problem.unavailable().asException())
                        .switchIfEmpty(Mono.error(() -> new InvalidBearerTokenException("The token is not valid"))));
    }
}
