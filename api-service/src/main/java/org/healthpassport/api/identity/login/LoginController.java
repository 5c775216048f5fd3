package org.healthpassport.api.identity.login;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.identity.account.EmailAddress;
import org.healthpassport.api.identity.token.AccessToken;
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

    private final PasswordLogin loggingIn;

    LoginController(PasswordLogin loggingIn) {
        this.loggingIn = loggingIn;
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
        return loggingIn
                .logIn(email.get(), password, ClientAddress.of(http.getRemoteAddress()))
                .map(TokenResponse::of);
    }

    private static <T> Mono<T> invalid(String pointer, String detail) {
        return Mono.error(InvalidInput.at(pointer, detail)::asException);
    }

    /** The response, with the names of RFC 6749, 5.1. */
    record TokenResponse(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresInSeconds) {

        static TokenResponse of(AccessToken token) {
            return new TokenResponse(token.value(), "Bearer", token.validity().toSeconds());
        }

        @Override
        public String toString() {
            return "TokenResponse[...]";
        }
    }
}
