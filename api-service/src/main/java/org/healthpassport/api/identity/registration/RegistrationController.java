package org.healthpassport.api.identity.registration;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountView;
import org.healthpassport.edge.limit.MinuteThrottle;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/auth/register}. */
@RestController
class RegistrationController {
    private static final String PATH = "/api/auth/register";

    private final Registering registering;
    private final AccessLog accessLog;
    private final MinuteThrottle throttle;

    RegistrationController(Registering registering, AccessLog accessLog, RegistrationLimits limits) {
        this.registering = registering;
        this.accessLog = accessLog;
        this.throttle = new MinuteThrottle(limits.registrationsPerMinute(), Ticker.systemTicker());
    }

    @Bean
    static OpenRoute registration() {
        return OpenRoute.post(PATH);
    }

    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<AccountView> register(
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody RegistrationRequest request,
            ServerHttpRequest http) {
        Optional<Duration> wait = throttle.begin(ClientAddress.of(http.getRemoteAddress()));
        if (wait.isPresent()) {
            return Mono.error(new RegistrationRefusal.TooManyRegistrations(wait.get()).asException());
        }
        return registering
                .register(IdempotencyKey.of(idempotencyKey), request)
                .onErrorResume(
                        Refused.with(RegistrationRefusal.OnlyByAdministrator.class),
                        denial -> accessLog.deny(DenialReason.NOT_PERMITTED, denial));
    }
}
