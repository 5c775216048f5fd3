package org.healthpassport.audit.trail;

import java.util.List;
import java.util.Map;
import org.healthpassport.audit.web.Blocking;
import org.healthpassport.audit.web.Parameters;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.token.LogReading;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /internal/log}: the log as api-service reads it. No request names a patient: the token does, so that the answer
 * cannot be about another one. api-service has decided and recorded who asks; these requests are not entries themselves.
 */
@RestController
@RequestMapping(TrailController.ROUTES)
class TrailController {
    static final String ROUTES = "/internal/log";

    private static final int MOST_EVENTS = 500;
    private static final int MOST_LOOK_UPS = 500;

    private final PatientEntries entries;
    private final AuditorsRequests requests;

    TrailController(PatientEntries entries, AuditorsRequests requests) {
        this.entries = entries;
        this.requests = requests;
    }

    /** The events that api-service looks for. */
    record Wanted(@Nullable List<@Nullable String> eventIds) {}

    /** @param indexes by the ids of those events that are in the log, under the patient of the token, and signed */
    record Found(Map<String, Long> indexes) {}

    @PostMapping("/indexes")
    Mono<Found> indexes(@RequestBody Wanted wanted, ServerWebExchange exchange) {
        Parameters.of(exchange);
        List<@Nullable String> eventIds = wanted.eventIds();
        if (eventIds == null || eventIds.size() > MOST_EVENTS || eventIds.contains(null)) {
            throw Problem.invalid("/eventIds", "must be at most %d ids".formatted(MOST_EVENTS))
                    .asException();
        }
        return patient()
                .flatMap(patient -> Blocking.call(() -> new Found(entries.indexes(patient.patientId(), eventIds))));
    }

    @GetMapping("/entries/{index}")
    Mono<ProvenEntry> entry(@PathVariable String index, ServerWebExchange exchange) {
        Parameters.of(exchange);
        if (!index.matches("0|[1-9][0-9]{0,17}")) {
            throw nothing().asException();
        }
        return patient()
                .flatMap(patient -> Blocking.call(() -> entries.proven(patient.patientId(), Long.parseLong(index))
                        .orElseThrow(() -> nothing().asException())));
    }

    @GetMapping("/look-ups")
    Mono<LookUps> lookUps(ServerWebExchange exchange) {
        Parameters parameters = Parameters.of(exchange, "from", "limit");
        long from = parameters.requiredNumber("from");
        long limit = parameters.requiredNumber("limit");
        if (limit < 1 || limit > MOST_LOOK_UPS) {
            throw Parameters.malformed("limit", "must be from 1 to " + MOST_LOOK_UPS);
        }
        return Blocking.call(() -> requests.from(from, (int) limit));
    }

    private static Mono<LogReading.OfPatient> patient() {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .ofType(TrailAuthentication.class)
                .map(TrailAuthentication::getPrincipal)
                .ofType(LogReading.OfPatient.class)
                .switchIfEmpty(Mono.error(() ->
                        new IllegalStateException("Expected a token for a patient's entries, but it is another")));
    }

    private static Problem nothing() {
        return Problem.of(ProblemType.NOT_FOUND, "The log has no such entry about this patient, or not yet.");
    }
}
