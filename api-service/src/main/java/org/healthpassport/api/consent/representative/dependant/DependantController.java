package org.healthpassport.api.consent.representative.dependant;

import io.swagger.v3.oas.annotations.Operation;
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

/** {@code POST /api/me/dependants}. */
@RestController
class DependantController {
    private final RegisteringDependant registering;

    DependantController(RegisteringDependant registering) {
        this.registering = registering;
    }

    @Operation(
            summary = "Make a passport for a dependant",
            description =
                    "For accounts of patients: a passport without a login of its own, such as a child's. The caller"
                            + " represents the dependant with all rights.")
    @PostMapping("/api/me/dependants")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Dependant> register(
            Caller caller,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody DependantRequest request) {
        return registering.register(caller, IdempotencyKey.of(idempotencyKey), request);
    }
}
