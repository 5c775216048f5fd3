package org.healthpassport.api.identity.login;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.identity.session.Sessions;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/auth/refresh}. */
@RestController
class RefreshController {
    private static final String PATH = "/api/auth/refresh";

    private final Sessions sessions;
    private final SessionTokens tokens;

    RefreshController(Sessions sessions, SessionTokens tokens) {
        this.sessions = sessions;
        this.tokens = tokens;
    }

    @Bean
    static OpenRoute refresh() {
        return OpenRoute.post(PATH);
    }

    @Operation(
            summary = "Get the next pair of tokens",
            description =
                    "A refresh token is used once. Within ten seconds, the same request gives the same refresh token"
                            + " again, in case the answer was lost. Later, it ends the session, as the token may have been stolen."
                            + " A session ends after seven days without a refresh, and at the latest 30 days after the login of a"
                            + " patient and 12 hours after that of any other account.")
    @PostMapping(PATH)
    Mono<TokenResponse> refresh(@RequestBody RefreshRequest request) {
        String token = request.refreshToken();
        return token == null
                ? Mono.error(InvalidInput.at("/refresh_token", "must be a refresh token")::asException)
                : sessions.refresh(token).flatMap(tokens::issue);
    }
}
