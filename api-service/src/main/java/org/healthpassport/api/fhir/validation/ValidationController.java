package org.healthpassport.api.fhir.validation;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.record.version.RecordAnswer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST [type]/$validate}: tells what is wrong with a resource, and stores nothing. */
@RestController
final class ValidationController {
    private final Validations validations;
    private final JsonMapper json;

    ValidationController(Validations validations, JsonMapper json) {
        this.validations = validations;
        this.json = json;
    }

    /** 200 with an OperationOutcome, whether the resource is valid or not. */
    @PostMapping(
            path = FhirAddress.BASE + "/{type}/$validate",
            consumes = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE},
            produces = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<byte[]> validate(Caller caller, @PathVariable String type, ServerHttpRequest request) {
        return validations.validate(caller, type, request).map(issues -> json.writeValueAsBytes(Outcome.of(issues)));
    }
}
