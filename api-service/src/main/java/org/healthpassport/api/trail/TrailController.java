package org.healthpassport.api.trail;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/patients/{patientId}/accesses}: who looked at the data of a patient, or changed it, or tried to. */
@RestController
class TrailController {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Trail trail;
    private final PageAnswers answers;

    TrailController(Trail trail, PageAnswers answers) {
        this.trail = trail;
        this.answers = answers;
    }

    @Operation(
            summary = "List who looked",
            description =
                    "One item for each request about the patient: by themselves, representatives, doctors, auditors,"
                            + " people with a link, and those who were denied. Newest first, with this request at the beginning. For"
                            + " the patient and representatives who decide about consents. 503 while older accesses than those of"
                            + " the last half minute may be missing, as during a failure of Kafka.")
    @GetMapping("/api/patients/{patientId}/accesses")
    Mono<ResponseEntity<Page<TrailEntry>>> list(
            Caller caller,
            @PathVariable String patientId,
            @Parameter(description = "the earliest time", example = "2026-01-01T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable
                    Instant from,
            @Parameter(description = "the time before which it was", example = "2099-01-01T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable
                    Instant to,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return trail.list(caller, patientId, storable(from), storable(to), page)
                .map(found -> answers.answer(request, found));
    }

    /** The store has no times beyond these, and no request is. */
    private static @Nullable Instant storable(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LATEST) ? LATEST : time;
    }
}
