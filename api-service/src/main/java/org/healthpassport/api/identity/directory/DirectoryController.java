package org.healthpassport.api.identity.directory;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.identity.account.AccountStatus;
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

/**
 * {@code GET /api/hospitals}: the directory in which a doctor finds a hospital, a patient a grantee, and a hospital the
 * doctors who wait for it.
 */
@RestController
class DirectoryController {
    private static final String ANY_PART = "Any part of the name, in any case and with or without accents";

    private final Directory directory;
    private final PageAnswers answers;

    DirectoryController(Directory directory, PageAnswers answers) {
        this.directory = directory;
        this.answers = answers;
    }

    @Operation(
            description = "Active hospitals, the newest first. With a name, a page can end early: go on with its"
                    + " nextCursor.")
    @GetMapping("/api/hospitals")
    Mono<ResponseEntity<Page<ListedHospital>>> hospitals(
            @Parameter(description = ANY_PART, example = "general") @RequestParam @Nullable String name,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        return directory
                .hospitals(NameFilter.of(name), PageRequest.of(limit, cursor))
                .map(page -> answers.answer(request, page));
    }

    @Operation(
            description =
                    "Doctors of a hospital, the newest first: active ones with id and name for everybody; all, with"
                            + " status and licence number, for the hospital itself. With a name, a page can end early: go on"
                            + " with its nextCursor.")
    @GetMapping("/api/hospitals/{hospitalId}/doctors")
    Mono<ResponseEntity<Page<ListedDoctor>>> doctors(
            Caller caller,
            @PathVariable String hospitalId,
            @Parameter(description = ANY_PART, example = "grace") @RequestParam @Nullable String name,
            @RequestParam @Nullable AccountStatus status,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        return directory
                .doctors(caller, hospitalId, NameFilter.of(name), status, PageRequest.of(limit, cursor))
                .map(page -> answers.answer(request, page));
    }
}
