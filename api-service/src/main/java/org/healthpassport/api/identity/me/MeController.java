package org.healthpassport.api.identity.me;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountView;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.token.TokenRefusal;
import org.healthpassport.events.access.DenialReason;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/me}: the account that the access token belongs to. */
@RestController
class MeController {
    private final Accounts accounts;
    private final AccessLog accessLog;

    MeController(Accounts accounts, AccessLog accessLog) {
        this.accounts = accounts;
        this.accessLog = accessLog;
    }

    @GetMapping("/api/me")
    Mono<AccountView> me(Caller caller) {
        return accounts.find(caller.accountId()).map(AccountView::of).switchIfEmpty(Mono.defer(this::refuse));
    }

    private Mono<AccountView> refuse() {
        return accessLog
                .record(new Access.Denial(null, DenialReason.INVALID_TOKEN))
                .then(Mono.error(new TokenRefusal.NoSuchAccount()::asException));
    }
}
