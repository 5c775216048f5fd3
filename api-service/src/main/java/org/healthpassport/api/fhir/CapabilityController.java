package org.healthpassport.api.fhir;

import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells clients, before they sign in, what the FHIR API can do (R4, http.html#capabilities). */
@RestController
final class CapabilityController {
    private static final String PATH = FhirAddress.BASE + "/metadata";

    private final CapabilityStatement statement;

    CapabilityController(CapabilityStatement statement) {
        this.statement = statement;
    }

    @Bean
    static OpenRoute capabilities() {
        return OpenRoute.get(PATH);
    }

    @GetMapping(
            path = PATH,
            produces = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
    byte[] get() {
        return statement.resource();
    }
}
