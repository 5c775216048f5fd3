package org.healthpassport.api.consent.grant;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.util.Map;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.Grantees;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Serves the consents of a patient to whoever may decide about them. */
@RestController
@RequestMapping("/api/patients/{patientId}/consents")
class ConsentController {
    private final Granting granting;
    private final Grantees grantees;
    private final PageAnswers answers;
    private final Clock clock;

    ConsentController(Granting granting, Grantees grantees, PageAnswers answers, Clock clock) {
        this.granting = granting;
        this.grantees = grantees;
        this.answers = answers;
        this.clock = clock;
    }

    @Operation(
            summary = "Grant a consent",
            description =
                    "To a doctor, or to all active doctors of a hospital. Nobody can pass it on. A representative gives no"
                            + " more than they may do for the patient, and not for longer (403).")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ConsentView> grant(
            Caller caller,
            @PathVariable String patientId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody GrantRequest request) {
        return granting.grant(caller, patientId, IdempotencyKey.of(idempotencyKey), request);
    }

    @Operation(summary = "List the consents", description = "Newest first, with those that are over or revoked.")
    @GetMapping
    Mono<ResponseEntity<Page<ConsentEntry>>> list(
            Caller caller,
            @PathVariable String patientId,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return answers.<ConsentState, Map<Grantee, String>, ConsentEntry>page(
                        granting.list(caller, patientId, page.after()),
                        page,
                        grantees::namesIn,
                        (consent, names) -> ConsentView.of(consent, names, clock.instant()),
                        UnreadableConsent::of)
                .map(found -> answers.answer(request, found));
    }

    @Operation(summary = "Revoke a consent", description = "It allows nothing from the very next request on.")
    @DeleteMapping("/{consentId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> revoke(Caller caller, @PathVariable String patientId, @PathVariable String consentId) {
        return granting.revoke(caller, patientId, consentId);
    }
}
