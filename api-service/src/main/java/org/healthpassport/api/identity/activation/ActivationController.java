package org.healthpassport.api.identity.activation;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.api.access.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code POST .../activation}: administrators activate hospitals, hospitals activate their doctors, and both lift
 * suspensions.
 */
@RestController
class ActivationController {
    private final Activating activating;

    ActivationController(Activating activating) {
        this.activating = activating;
    }

    @Operation(
            description = "Activates a hospital, or lifts the suspension of any account; a doctor whom no hospital has"
                    + " activated then waits for the hospital again.")
    @PostMapping("/api/admin/accounts/{accountId}/activation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> account(@PathVariable String accountId) {
        return activating.byAdministrator(accountId);
    }

    @Operation(description = "Activates a doctor, or lifts a suspension that the hospital made itself.")
    @PostMapping("/api/hospitals/{hospitalId}/doctors/{accountId}/activation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> doctor(Caller caller, @PathVariable String hospitalId, @PathVariable String accountId) {
        return activating.byHospital(caller, hospitalId, accountId);
    }
}
