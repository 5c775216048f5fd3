package org.healthpassport.api.identity.directory;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.edge.text.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/admin/accounts}: shows administrators who is who, and which hospitals are waiting for activation. */
@RestController
class AccountListController {
    private final AccountList accounts;
    private final PageAnswers answers;

    AccountListController(AccountList accounts, PageAnswers answers) {
        this.accounts = accounts;
        this.answers = answers;
    }

    @Operation(
            description = "All accounts, the newest first; every filter can be left out. Each patient on a page is"
                    + " recorded as read.")
    @GetMapping("/api/admin/accounts")
    Mono<ResponseEntity<Page<AccountEntry>>> list(
            Caller caller,
            @RequestParam @Nullable AccountStatus status,
            @RequestParam @Nullable Role role,
            @Parameter(description = "The whole address, in any case", example = "ada@example.org")
                    @RequestParam
                    @Nullable
                    String email,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        return accounts.page(caller, role, status, address(email), PageRequest.of(limit, cursor))
                .map(page -> answers.answer(request, page));
    }

    private static @Nullable EmailAddress address(@Nullable String email) {
        return email == null
                ? null
                : EmailAddress.parse(email).orElseThrow(new DirectoryRefusal.NoEmail()::asException);
    }
}
