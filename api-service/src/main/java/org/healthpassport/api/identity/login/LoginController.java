package org.healthpassport.api.identity.login;

import java.util.Optional;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.identity.password.SentSecret;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.edge.text.EmailAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/auth/login}. */
@RestController
class LoginController {
    private static final String PATH = "/api/auth/login";

    private final PasswordLogin loggingIn;
    private final SessionTokens tokens;

    LoginController(PasswordLogin loggingIn, SessionTokens tokens) {
        this.loggingIn = loggingIn;
        this.tokens = tokens;
    }

    @Bean
    static OpenRoute login() {
        return OpenRoute.post(PATH);
    }

    @PostMapping(PATH)
    Mono<TokenResponse> logIn(@RequestBody LoginRequest request, ServerHttpRequest http) {
        Optional<EmailAddress> email = Optional.ofNullable(request.email()).flatMap(EmailAddress::parse);
        if (email.isEmpty()) {
            return Mono.error(InvalidInput.at("/email", "must be an email address")::asException);
        }
        String password = SentSecret.password("/password", request.password());
        String code = SentSecret.codeIfSent("/totp", request.totp());
        return loggingIn
                .logIn(email.get(), password, code, ClientAddress.of(http.getRemoteAddress()))
                .flatMap(tokens::issue);
    }
}
