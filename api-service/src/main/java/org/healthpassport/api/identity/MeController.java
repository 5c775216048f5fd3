package org.healthpassport.api.identity;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/me}: whose token it is. */
@RestController
class MeController {
    private final Accounts accounts;

    MeController(Accounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/api/me")
    Mono<AccountView> me(Caller caller) {
        return accounts.find(caller.accountId())
                .map(AccountView::of)
                .switchIfEmpty(Mono.error(
                        () -> Problem.of(ProblemType.UNAUTHENTICATED, "The account of this access token is gone.")
                                .asException()));
    }
}
