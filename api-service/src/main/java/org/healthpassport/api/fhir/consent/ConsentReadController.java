package org.healthpassport.api.fhir.consent;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.record.version.RecordAnswer;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Serves consents as FHIR {@code Consent} to whoever may decide about them. */
@RestController
final class ConsentReadController {
    private final FhirConsents consents;

    ConsentReadController(FhirConsents consents) {
        this.consents = consents;
    }

    /** Has no entity tag: a consent expires without a new version. */
    @GetMapping(
            path = FhirAddress.BASE + "/Consent/{consentId}",
            produces = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<byte[]> read(Caller caller, @PathVariable String consentId) {
        return consents.read(caller, consentId);
    }
}
