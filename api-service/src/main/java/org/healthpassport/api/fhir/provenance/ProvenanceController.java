package org.healthpassport.api.fhir.provenance;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.fhir.json.FhirJson;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Reads {@code Provenance}, which is a view: the service alone says who wrote what. */
@RestController
@RequestMapping(
        path = FhirAddress.BASE + "/Provenance",
        produces = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
final class ProvenanceController {
    private final ProvenanceReading reading;

    ProvenanceController(ProvenanceReading reading) {
        this.reading = reading;
    }

    @GetMapping("/{provenanceId}")
    Mono<ResponseEntity<byte[]>> read(Caller caller, @PathVariable String provenanceId) {
        return reading.read(caller, provenanceId)
                .map(provenance -> ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType(RecordAnswer.FHIR_JSON))
                        .body(FhirJson.write(provenance)));
    }
}
