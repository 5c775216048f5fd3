package org.healthpassport.api.consent.request;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.util.Map;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.consent.ConsentRefusal;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Consents;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.Grantees;
import org.healthpassport.api.consent.grant.ConsentView;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Requests for consent: of those who ask, and of those who decide. */
@RestController
class RequestController {
    private static final String OF_PATIENT = "/api/patients/{patientId}/consent-requests";

    private final Asking asking;
    private final Deciding deciding;
    private final Consents consents;
    private final Grantees grantees;
    private final AccessLog accessLog;
    private final PageAnswers answers;
    private final Clock clock;

    RequestController(
            Asking asking,
            Deciding deciding,
            Consents consents,
            Grantees grantees,
            AccessLog accessLog,
            PageAnswers answers,
            Clock clock) {
        this.asking = asking;
        this.deciding = deciding;
        this.consents = consents;
        this.grantees = grantees;
        this.accessLog = accessLog;
        this.answers = answers;
        this.clock = clock;
    }

    @Operation(
            summary = "Ask a patient for consent",
            description = "For doctors and hospitals. One request can be open at a time; it expires after 14 days.")
    @PostMapping(OF_PATIENT)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<RequestView> ask(
            Caller caller,
            @PathVariable String patientId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody AskRequest request) {
        return asking.ask(caller, patientId, IdempotencyKey.of(idempotencyKey), request);
    }

    @Operation(summary = "List the requests to a patient", description = "Newest first, with those that were decided.")
    @GetMapping(OF_PATIENT)
    Mono<ResponseEntity<Page<RequestEntry>>> list(
            Caller caller,
            @PathVariable String patientId,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return page(deciding.list(caller, patientId, page.after()), page).map(found -> answers.answer(request, found));
    }

    @Operation(
            summary = "Approve a request",
            description =
                    "For the scopes of the request or fewer; a representative approves no more than they may do for the"
                            + " patient, and not for longer (403). The answer is the consent, with the same id.")
    @PostMapping(OF_PATIENT + "/{requestId}/approval")
    Mono<ConsentView> approve(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String requestId,
            @RequestBody ApprovalRequest approval) {
        return deciding.approve(caller, patientId, requestId, approval);
    }

    @Operation(summary = "Refuse a request")
    @PostMapping(OF_PATIENT + "/{requestId}/refusal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> refuse(Caller caller, @PathVariable String patientId, @PathVariable String requestId) {
        return deciding.refuse(caller, patientId, requestId);
    }

    @Operation(summary = "List the own requests", description = "For doctors and hospitals, newest first.")
    @GetMapping("/api/me/consent-requests")
    Mono<ResponseEntity<Page<RequestEntry>>> own(
            Caller caller,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Mono.justOrEmpty(Grantees.asking(caller))
                .filterWhen(grantees::mayAct)
                .switchIfEmpty(Mono.defer(() -> accessLog.deny(
                        DenialReason.NOT_PERMITTED, new ConsentRefusal.OnlyForClinicians().asException())))
                .flatMap(grantee -> page(consents.askedBy(grantee, page.after()), page))
                .map(found -> answers.answer(request, found));
    }

    private Mono<Page<RequestEntry>> page(Flux<ListedAggregate<ConsentState>> requests, PageRequest page) {
        return answers.<ConsentState, Map<Grantee, String>, RequestEntry>page(
                requests,
                page,
                grantees::namesIn,
                (request, names) -> RequestView.of(request, names, clock.instant()),
                UnreadableRequest::of);
    }
}
