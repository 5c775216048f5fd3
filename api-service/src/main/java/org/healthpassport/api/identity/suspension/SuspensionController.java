package org.healthpassport.api.identity.suspension;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.api.access.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST .../suspension}: administrators suspend any account, hospitals their own doctors. */
@RestController
class SuspensionController {
    private final Suspending suspending;

    SuspensionController(Suspending suspending) {
        this.suspending = suspending;
    }

    @Operation(
            description =
                    "All tokens and sessions of the account end within a second, on every instance. The activation"
                            + " call lifts the suspension. 409 for the caller's own account, and for the last active"
                            + " administrator.")
    @PostMapping("/api/admin/accounts/{accountId}/suspension")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> account(Caller caller, @PathVariable String accountId) {
        return suspending.byAdministrator(caller, accountId);
    }

    @Operation(
            description =
                    "All tokens and sessions of the doctor end within a second, on every instance. The hospital's"
                            + " activation call lifts the suspension, unless an administrator has suspended the doctor as well.")
    @PostMapping("/api/hospitals/{hospitalId}/doctors/{accountId}/suspension")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> doctor(Caller caller, @PathVariable String hospitalId, @PathVariable String accountId) {
        return suspending.byHospital(caller, hospitalId, accountId);
    }
}
