package org.healthpassport.api.identity.registration;

import org.healthpassport.api.identity.account.AccountView;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
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
    Mono<AccountView> add(@RequestBody StaffRequest request) {
        return addingStaff.add(request).map(AccountView::of);
    }
}
