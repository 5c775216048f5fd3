package org.healthpassport.api.fhir.patient;

import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.api.fhir.Preference;
import org.healthpassport.api.patient.PatientResource;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.record.resource.ReceivedResource;
import org.healthpassport.api.record.resource.ResourceIntake;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.fhir.json.FhirJson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** A patient as FHIR {@code Patient}, at both addresses. A registration creates it, and it has no history. */
@RestController
@RequestMapping(
        path = {"/api/patients/{patientId}", FhirAddress.BASE + "/Patient/{patientId}"},
        produces = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
final class PatientController {
    private final Demographics demographics;
    private final ResourceIntake intake;

    PatientController(Demographics demographics, ResourceIntake intake) {
        this.demographics = demographics;
        this.intake = intake;
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> read(Caller caller, @PathVariable String patientId) {
        return demographics
                .read(caller, patientId)
                .map(patient -> described(patient).body(resource(patient)));
    }

    @PutMapping(consumes = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<byte[]>> update(
            Caller caller,
            @PathVariable String patientId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @RequestHeader(name = Preference.HEADER, required = false) @Nullable String prefer,
            ServerHttpRequest request) {
        Mono<ReceivedResource> resource = intake.receive(caller.accountId(), request)
                .doOnNext(received -> requireId(received, patientId, request));
        return demographics
                .write(caller, patientId, IfMatch.required(ifMatch).butNot(ifNoneMatch), resource)
                .map(patient -> Preference.of(prefer) == Preference.MINIMAL
                        ? described(patient).build()
                        : described(patient).body(resource(patient)));
    }

    /** FHIR requires the id (R4, http.html#update), and the other address does not. */
    private static void requireId(ReceivedResource received, String patientId, ServerHttpRequest request) {
        if (FhirAddress.isOf(request.getPath()) && !patientId.equals(received.id())) {
            throw new FhirRefusal.IdOfAnotherAddress().asException();
        }
    }

    private static BodyBuilder described(Snapshot<PatientState> patient) {
        return ResponseEntity.ok().eTag(IfMatch.entityTag(patient.version()));
    }

    private static byte[] resource(Snapshot<PatientState> patient) {
        ObjectNode resource = PatientResource.of(patient.state());
        resource.withObject("/meta").put("versionId", Long.toString(patient.version()));
        return FhirJson.write(resource);
    }
}
