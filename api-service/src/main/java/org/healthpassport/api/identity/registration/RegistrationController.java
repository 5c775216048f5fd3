package org.healthpassport.api.identity.registration;

import com.github.benmanes.caffeine.cache.Ticker;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.mail.MailSettings;
import org.healthpassport.edge.limit.MinuteThrottle;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/auth/register}. */
@RestController
class RegistrationController {
    private static final String PATH = "/api/auth/register";

    private final Registering registering;
    private final AccessLog accessLog;
    private final MinuteThrottle throttle;
    private final boolean confirmation;

    RegistrationController(
            Registering registering, AccessLog accessLog, RegistrationSettings settings, MailSettings mail) {
        this.registering = registering;
        this.accessLog = accessLog;
        this.confirmation = mail.emailConfirmation();
        this.throttle = new MinuteThrottle(settings.registrationsPerMinute(), Ticker.systemTicker());
    }

    @Bean
    static OpenRoute registration() {
        return OpenRoute.post(PATH);
    }

    @Operation(
            summary = "Register as a patient, a doctor or a hospital",
            description =
                    "An account of a doctor waits for its hospital, one of a hospital for an administrator. Where this"
                            + " installation confirms emails, the answer is 202 for every email, and the account can be used once"
                            + " its owner has shown the token of the mail.")
    @ApiResponse(
            responseCode = "201",
            description = "The new account",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = AccountView.class)))
    @ApiResponse(
            responseCode = "202",
            description = "A mail is on its way; only where emails are confirmed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = Unconfirmed.class)))
    @PostMapping(PATH)
    Mono<ResponseEntity<Object>> register(
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody RegistrationRequest request,
            ServerHttpRequest http) {
        return throttle.admit(
                        ClientAddress.of(http.getRemoteAddress()),
                        wait -> new RegistrationRefusal.TooManyRegistrations(wait).asException())
                .then(Mono.defer(() -> registering.register(IdempotencyKey.of(idempotencyKey), request)))
                .map(this::answer)
                .onErrorResume(
                        Refused.with(RegistrationRefusal.OnlyByAdministrator.class),
                        denial -> accessLog.deny(DenialReason.NOT_PERMITTED, denial));
    }

    /** An answer that depends on nothing where emails are confirmed. */
    private ResponseEntity<Object> answer(AccountView account) {
        return confirmation
                ? ResponseEntity.accepted().body(new Unconfirmed(AccountStatus.UNCONFIRMED))
                : ResponseEntity.status(HttpStatus.CREATED).body(account);
    }

    /** The answer to a registration whose email has to be confirmed. */
    record Unconfirmed(
            @Schema(example = "UNCONFIRMED", requiredMode = Schema.RequiredMode.REQUIRED)
            AccountStatus status) {}
}
