package org.healthpassport.api.identity.registration;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountView;
import org.healthpassport.edge.limit.MinuteThrottle;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.events.access.DenialReason;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
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
    Mono<AccountView> register(@RequestBody RegistrationRequest request, ServerHttpRequest http) {
        Optional<Duration> wait = throttle.begin(ClientAddress.of(http.getRemoteAddress()));
        if (wait.isPresent()) {
            return Mono.error(Problem.of(
                            ProblemType.TOO_MANY_REQUESTS, "Too many registrations. Please wait before the next one.")
                    .retryAfter(wait.get())
                    .asException());
        }
        return registering
                .register(request)
                .map(AccountView::of)
                .onErrorResume(
                        RegistrationController::isDenial,
                        denial -> accessLog
                                .record(new Access.Denial(null, DenialReason.NOT_PERMITTED))
                                .then(Mono.error(denial)));
    }

    /** Somebody tried to register a role that only an administrator can create. */
    private static boolean isDenial(Throwable failure) {
        return failure instanceof ProblemException refused && refused.problem().type() == ProblemType.FORBIDDEN;
    }
}
