package org.healthpassport.api.consent.grant;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.util.List;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Consents;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.Grantees;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET /api/me/patients}: doctors and hospitals see who gave consent to them. */
@RestController
class OwnPatientsController {
    private final Consents consents;
    private final PageAnswers answers;
    private final Clock clock;

    OwnPatientsController(Consents consents, PageAnswers answers, Clock clock) {
        this.consents = consents;
        this.answers = answers;
        this.clock = clock;
    }

    @Operation(
            summary = "List the patients who gave consent",
            description = "Newest first, with what each consent allows; one patient can be in the list more than once.")
    @GetMapping("/api/me/patients")
    Mono<ResponseEntity<Page<ConsentedPatient>>> list(
            Caller caller,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        List<Grantee> grantees = Grantees.of(caller);
        Flux<ListedAggregate<ConsentState>> usable = grantees.isEmpty()
                ? Flux.empty()
                : consents.activeOf(grantees, page.after())
                        .filter(listed -> listed.aggregate()
                                .ifReadable()
                                .filter(consent -> consent.state().allowsAt(clock.instant()))
                                .isPresent());
        return usable.take(page.limit() + 1L)
                .collectList()
                .map(oneMore -> Page.of(
                        oneMore,
                        page,
                        ListedAggregate::position,
                        listed -> ConsentedPatient.of(
                                listed.aggregate().ifReadable().orElseThrow())))
                .map(found -> answers.answer(request, found));
    }
}
