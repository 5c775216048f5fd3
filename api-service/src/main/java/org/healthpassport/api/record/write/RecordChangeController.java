package org.healthpassport.api.record.write;

import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.record.resource.ResourceIntake;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.edge.url.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Creates, amends and deletes the health records of a patient. */
@RestController
@RequestMapping("/api/patients/{patientId}/records")
final class RecordChangeController {
    private final RecordWriting writing;
    private final ResourceIntake intake;
    private final PublicUrl publicUrl;

    RecordChangeController(RecordWriting writing, ResourceIntake intake, PublicUrl publicUrl) {
        this.writing = writing;
        this.intake = intake;
        this.publicUrl = publicUrl;
    }

    @PostMapping(
            consumes = {MediaType.APPLICATION_JSON_VALUE, RecordAnswer.FHIR_JSON},
            produces = {MediaType.APPLICATION_JSON_VALUE, RecordAnswer.FHIR_JSON})
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<byte[]>> create(
            Caller caller,
            @PathVariable String patientId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            ServerHttpRequest request) {
        return writing.create(
                        caller, patientId, IdempotencyKey.of(idempotencyKey), intake.body(caller.accountId(), request))
                .map(version -> ResponseEntity.created(publicUrl.of(path(patientId, version)))
                        .eTag(version.entityTag())
                        .body(version.resource()));
    }

    @PutMapping(
            path = "/{recordId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, RecordAnswer.FHIR_JSON},
            produces = {MediaType.APPLICATION_JSON_VALUE, RecordAnswer.FHIR_JSON})
    Mono<ResponseEntity<byte[]>> amend(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String recordId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            ServerHttpRequest request) {
        return writing.amend(
                        caller,
                        patientId,
                        recordId,
                        IfMatch.required(ifMatch).butNot(ifNoneMatch),
                        intake.body(caller.accountId(), request))
                .map(RecordAnswer::of);
    }

    @DeleteMapping("/{recordId}")
    Mono<ResponseEntity<Void>> delete(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String recordId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        return RecordAnswer.toDeletion(writing.delete(
                caller, patientId, recordId, IfMatch.required(ifMatch).butNot(ifNoneMatch)));
    }

    private static String path(String patientId, RecordVersion version) {
        return "/api/patients/" + patientId + "/records/" + version.recordId();
    }
}
