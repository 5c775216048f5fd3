package org.healthpassport.api.identity.login;

import java.util.Optional;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.identity.account.EmailAddress;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.edge.security.OpenRoute;
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
    /** No stored password is longer, and hashing a longer one would take more time. */
    private static final int LONGEST_PASSWORD = 256;

    private static final int LONGEST_CODE = 64;

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
        String password = request.password();
        if (email.isEmpty()) {
            return invalid("/email", "must be an email address");
        }
        if (password == null || password.isEmpty() || password.length() > LONGEST_PASSWORD) {
            return invalid("/password", "must have 1 to %d characters".formatted(LONGEST_PASSWORD));
        }
        if (request.totp() != null && request.totp().length() > LONGEST_CODE) {
            return invalid("/totp", "must have at most %d characters".formatted(LONGEST_CODE));
        }
        return loggingIn
                .logIn(email.get(), password, request.totp(), ClientAddress.of(http.getRemoteAddress()))
                .flatMap(tokens::issue);
    }

    private static <T> Mono<T> invalid(String pointer, String detail) {
        return Mono.error(InvalidInput.at(pointer, detail)::asException);
    }
}
