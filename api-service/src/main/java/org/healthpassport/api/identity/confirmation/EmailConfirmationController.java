package org.healthpassport.api.identity.confirmation;

import com.github.benmanes.caffeine.cache.Ticker;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.edge.limit.MinuteThrottle;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.edge.security.OpenRoute;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/auth/email/confirm}. */
@RestController
class EmailConfirmationController {
    private static final String PATH = "/api/auth/email/confirm";
    /** A ward may share an address. */
    private static final int PER_MINUTE = 20;

    private final ConfirmingEmail confirming;
    private final MinuteThrottle throttle = new MinuteThrottle(PER_MINUTE, Ticker.systemTicker());

    EmailConfirmationController(ConfirmingEmail confirming) {
        this.confirming = confirming;
    }

    @Bean
    static OpenRoute emailConfirmation() {
        return OpenRoute.post(PATH);
    }

    @Operation(
            summary = "Confirm an email address with the token of the mail",
            description =
                    "The token counts once: for 24 hours after a registration or the change of an email, and for 7"
                            + " days in the mail by which the owner of the former address stops such a change. Then all sessions"
                            + " end, and the password does not count any more.")
    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> confirm(@RequestBody Confirmation request, ServerHttpRequest http) {
        String token = request.token();
        if (token == null) {
            return Mono.error(InvalidInput.at("/token", "must be given")::asException);
        }
        return throttle.admit(
                        ClientAddress.of(http.getRemoteAddress()),
                        wait -> new EmailRefusal.TooManyAttempts(wait).asException())
                .then(Mono.defer(() -> confirming.confirm(token)));
    }

    record Confirmation(
            @Schema(
                    description = "As it stands in the mail.",
                    example = "hpe1_AZksAAAAcACAAAAAAAAAAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String token) {

        @Override
        public String toString() {
            return "Confirmation[...]";
        }
    }
}
