package org.healthpassport.api.identity.activation;

import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/admin/accounts?status=}: shows administrators which hospitals are waiting for activation. */
@RestController
class AccountListController {
    private final Accounts accounts;
    private final PageAnswers answers;

    AccountListController(Accounts accounts, PageAnswers answers) {
        this.accounts = accounts;
        this.answers = answers;
    }

    @GetMapping("/api/admin/accounts")
    Mono<ResponseEntity<Page<AccountEntry>>> list(
            @RequestParam AccountStatus status,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return answers.<AccountState, AccountEntry>page(
                        accounts.withStatus(status, page.after()), page, ListedAccount::of, UnreadableAccount::of)
                .map(found -> answers.answer(request, found));
    }
}
