package org.healthpassport.api.consent.grant;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.consent.ConsentRefusal;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Consents;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.Grantees;
import org.healthpassport.api.consent.representative.RepresentationState;
import org.healthpassport.api.consent.representative.Representations;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code GET /api/me/patients}: doctors and hospitals see who gave consent to them, representatives see for whom they
 * act.
 */
@RestController
class OwnPatientsController {
    private final Consents consents;
    private final Grantees grantees;
    private final Representations representations;
    private final AccessLog accessLog;
    private final PageAnswers answers;
    private final Clock clock;

    OwnPatientsController(
            Consents consents,
            Grantees grantees,
            Representations representations,
            AccessLog accessLog,
            PageAnswers answers,
            Clock clock) {
        this.consents = consents;
        this.grantees = grantees;
        this.representations = representations;
        this.accessLog = accessLog;
        this.answers = answers;
        this.clock = clock;
    }

    @Operation(
            summary = "List the patients who gave consent, or whom the caller represents",
            description =
                    "Newest first, with what is allowed; a patient who gave consent can be in the list more than once.")
    @GetMapping("/api/me/patients")
    Mono<ResponseEntity<Page<ConsentedPatient>>> list(
            Caller caller,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        Flux<Listed> listed =
                caller.role() == Role.PATIENT ? represented(caller, page.after()) : consented(caller, page.after());
        return listed.take(page.limit() + 1L)
                .collectList()
                .map(oneMore -> Page.of(oneMore, page, Listed::position, Listed::patient))
                .map(found -> answers.answer(request, found));
    }

    /** A hospital that may not act uses no consent, so neither its doctors nor its administrators see its patients. */
    private Flux<Listed> consented(Caller caller, @Nullable ListPosition after) {
        return Flux.fromIterable(Grantees.of(caller))
                .filterWhen(grantees::mayAct)
                .collectList()
                .flatMapMany(acting -> consented(caller, acting, after));
    }

    private Flux<Listed> consented(Caller caller, List<Grantee> acting, @Nullable ListPosition after) {
        if (acting.isEmpty()) {
            return caller.role() == Role.HOSPITAL
                    ? accessLog
                            .<Listed>deny(
                                    DenialReason.NOT_PERMITTED, new ConsentRefusal.HospitalMayNotAct().asException())
                            .flux()
                    : Flux.empty();
        }
        return consents.activeOf(acting, after)
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                .filter(consent -> consent.state().allowsAt(clock.instant()))
                .map(consent -> listed(consent, ConsentedPatient.of(consent)));
    }

    private Flux<Listed> represented(Caller caller, @Nullable ListPosition after) {
        return representations
                .by(caller.accountId(), after)
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                .concatMap(found -> Mono.justOrEmpty(represented(found.state(), caller))
                        .map(patient -> new Listed(found.position(), patient)));
    }

    private Optional<ConsentedPatient> represented(RepresentationState state, Caller caller) {
        return state.actingAt(clock.instant(), caller.accountId())
                .map(one -> ConsentedPatient.of(state.patientId(), one));
    }

    private static Listed listed(Snapshot<ConsentState> consent, ConsentedPatient patient) {
        return new Listed(consent.position(), patient);
    }

    private record Listed(ListPosition position, ConsentedPatient patient) {}
}
