package org.healthpassport.api.consent.representative.ending;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.api.access.Caller;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Serves the representatives of a patient to whoever may decide about them. */
@RestController
@RequestMapping("/api/patients/{patientId}/representatives")
class RepresentativeController {
    private final EndingRepresentative ending;
    private final PageAnswers answers;

    RepresentativeController(EndingRepresentative ending, PageAnswers answers) {
        this.ending = ending;
        this.answers = answers;
    }

    @Operation(
            summary = "List the representatives",
            description = "Newest first, with those whose rights are over, and with invitations that nobody accepted.")
    @GetMapping
    Mono<ResponseEntity<Page<RepresentativeView>>> list(
            Caller caller,
            @PathVariable String patientId,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return ending.list(caller, patientId, page.after())
                .take(page.limit() + 1L)
                .collectList()
                .map(oneMore -> Page.of(oneMore, page, RepresentativeView::position, view -> view))
                .map(found -> answers.answer(request, found));
    }

    @Operation(
            summary = "End a representative",
            description =
                    "They may do nothing more from the very next request on; an invitation that was not accepted is"
                            + " withdrawn. Representatives can end their own rights, and others who may do no more than they."
                            + " 409 for the last one who has all rights to a passport without a login, without an end.")
    @DeleteMapping("/{representativeId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> end(Caller caller, @PathVariable String patientId, @PathVariable String representativeId) {
        return ending.end(caller, patientId, representativeId);
    }
}
