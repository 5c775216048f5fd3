package org.healthpassport.api.identity.registration;

import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/admin/accounts}: administrators create accounts for administrators and auditors. */
@RestController
class StaffController {
    private final AddingStaff addingStaff;

    StaffController(AddingStaff addingStaff) {
        this.addingStaff = addingStaff;
    }

    @PostMapping("/api/admin/accounts")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<AccountView> add(
            Caller caller,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody StaffRequest request) {
        return addingStaff.add(caller, IdempotencyKey.of(idempotencyKey), request);
    }
}
