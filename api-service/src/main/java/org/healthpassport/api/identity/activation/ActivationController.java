package org.healthpassport.api.identity.activation;

import org.healthpassport.api.access.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST .../activation}: administrators activate hospitals, hospitals activate their doctors. */
@RestController
class ActivationController {
    private final Activating activating;

    ActivationController(Activating activating) {
        this.activating = activating;
    }

    @PostMapping("/api/admin/accounts/{accountId}/activation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> hospital(@PathVariable String accountId) {
        return activating.hospital(accountId);
    }

    @PostMapping("/api/hospitals/{hospitalId}/doctors/{accountId}/activation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> doctor(Caller caller, @PathVariable String hospitalId, @PathVariable String accountId) {
        return activating.doctor(caller, hospitalId, accountId);
    }
}
