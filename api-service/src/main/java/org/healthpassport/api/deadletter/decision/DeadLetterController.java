package org.healthpassport.api.deadletter.decision;

import java.util.function.Function;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.deadletter.kept.DeadLetterState;
import org.healthpassport.api.deadletter.kept.DeadLetterStore;
import org.healthpassport.api.deadletter.kept.StoredDeadLetter;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/admin/dead-letters}: the records that consumers put aside, for administrators. */
@RestController
@RequestMapping("/api/admin/dead-letters")
final class DeadLetterController {
    private final DeadLetterStore kept;
    private final DecidingDeadLetters deciding;
    private final PageAnswers answers;

    DeadLetterController(DeadLetterStore kept, DecidingDeadLetters deciding, PageAnswers answers) {
        this.kept = kept;
        this.deciding = deciding;
        this.answers = answers;
    }

    @GetMapping
    Mono<ResponseEntity<Page<StoredDeadLetter>>> list(
            @RequestParam @Nullable String consumer,
            @RequestParam @Nullable DeadLetterState state,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return kept.list(consumer, state, page.after(), page.limit() + 1)
                .collectList()
                .map(oneMore -> Page.of(oneMore, page, StoredDeadLetter::position, Function.identity()))
                .map(found -> answers.answer(request, found));
    }

    @GetMapping("/{id}")
    Mono<StoredDeadLetter> get(@PathVariable String id) {
        return deciding.find(id);
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> replay(Caller caller, @PathVariable String id) {
        return deciding.replay(caller, id);
    }

    @PostMapping("/{id}/discard")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> discard(Caller caller, @PathVariable String id, @RequestBody DiscardRequest request) {
        return deciding.discard(caller, id, request.checkedReason().orThrow());
    }
}
