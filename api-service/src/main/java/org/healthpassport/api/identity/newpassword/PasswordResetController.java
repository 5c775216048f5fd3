package org.healthpassport.api.identity.newpassword;

import com.github.benmanes.caffeine.cache.Ticker;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.edge.limit.MinuteThrottle;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.edge.text.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/auth/password-reset...}: a forgotten password is replaced. */
@RestController
class PasswordResetController {
    private static final String PATH = "/api/auth/password-reset";
    /** A ward may share an address. */
    private static final int PER_MINUTE = 20;

    private final ResettingPassword resetting;
    private final MinuteThrottle throttle = new MinuteThrottle(PER_MINUTE, Ticker.systemTicker());

    PasswordResetController(ResettingPassword resetting) {
        this.resetting = resetting;
    }

    @Bean
    static OpenRoute passwordReset() {
        return OpenRoute.post(PATH);
    }

    @Bean
    static OpenRoute passwordResetConfirmation() {
        return OpenRoute.post(PATH + "/confirm");
    }

    @Operation(
            summary = "Ask for a mail that allows a new password to be set",
            description =
                    "Answers the same for every email. The mail has a token that counts for an hour, once. At most"
                            + " five of an account count at the same time.")
    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> request(@RequestBody ResetRequest request, ServerHttpRequest http) {
        Optional<EmailAddress> email = Optional.ofNullable(request.email()).flatMap(EmailAddress::parse);
        return email.isEmpty()
                ? invalid("/email", "must be an email address")
                : throttled(http).then(Mono.defer(() -> resetting.request(email.get())));
    }

    @Operation(
            summary = "Set a new password with the token of the mail",
            description = "All sessions end. A password that is refused does not use the token up.")
    @PostMapping(PATH + "/confirm")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> confirm(@RequestBody ConfirmRequest request, ServerHttpRequest http) {
        String token = request.token();
        String password = request.password();
        if (token == null) {
            return invalid("/token", "must be given");
        }
        return password == null
                ? invalid("/password", "must be given")
                : throttled(http)
                        .then(Mono.defer(
                                () -> resetting.confirm(token, password, ClientAddress.of(http.getRemoteAddress()))));
    }

    private Mono<Void> throttled(ServerHttpRequest http) {
        return throttle.admit(
                ClientAddress.of(http.getRemoteAddress()),
                wait -> new PasswordRefusal.TooManyAttempts(wait).asException());
    }

    private static Mono<Void> invalid(String pointer, String detail) {
        return Mono.error(InvalidInput.at(pointer, detail)::asException);
    }

    record ResetRequest(
            @Schema(example = "ada@example.org", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String email) {

        @Override
        public String toString() {
            return "ResetRequest[...]";
        }
    }

    record ConfirmRequest(
            @Schema(
                    description = "As it stands in the mail.",
                    example = "hpp1_AZksAAAAcACAAAAAAAAAAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String token,

            @Schema(
                    description = "12 to 128 characters, and not one of the most common passwords.",
                    example = "staple the battery",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String password) {

        @Override
        public String toString() {
            return "ConfirmRequest[...]";
        }
    }
}
