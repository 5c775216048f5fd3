package org.healthpassport.api.fhir;

import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Creates, reads, updates and deletes records as FHIR resources (R4, http.html). */
@RestController
@RequestMapping(
        path = FhirAddress.BASE,
        produces = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
final class ResourceController {
    private final FhirRecords records;
    private final FhirAnswers answers;

    ResourceController(FhirRecords records, FhirAnswers answers) {
        this.records = records;
        this.answers = answers;
    }

    @PostMapping(
            path = "/{type}",
            consumes = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<byte[]>> create(
            Caller caller,
            @PathVariable String type,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestHeader(name = CreationCondition.HEADER, required = false) @Nullable String ifNoneExist,
            @RequestHeader(name = Preference.HEADER, required = false) @Nullable String prefer,
            ServerHttpRequest request) {
        RecordType known = FhirAddress.typeOf(type);
        CreationCondition condition = CreationCondition.of(ifNoneExist);
        if (condition != null) {
            if (idempotencyKey != null) {
                throw new FhirRefusal.TwoConditions().asException();
            }
            return records.ensure(caller, known, condition, request)
                    .map(ensured -> answers.ensured(
                            new FhirAddress(known, ensured.version().recordId()), ensured, Preference.of(prefer)));
        }
        return records.create(caller, known, IdempotencyKey.of(idempotencyKey), request)
                .map(version ->
                        answers.created(new FhirAddress(known, version.recordId()), version, Preference.of(prefer)));
    }

    @GetMapping("/{type}/{recordId}")
    Mono<ResponseEntity<byte[]>> read(Caller caller, @PathVariable String type, @PathVariable String recordId) {
        return records.newest(caller, FhirAddress.of(type, recordId)).map(answers::read);
    }

    @PutMapping(
            path = "/{type}/{recordId}",
            consumes = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<byte[]>> update(
            Caller caller,
            @PathVariable String type,
            @PathVariable String recordId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @RequestHeader(name = Preference.HEADER, required = false) @Nullable String prefer,
            ServerHttpRequest request) {
        FhirAddress address = FhirAddress.of(type, recordId);
        return records.amend(caller, address, IfMatch.required(ifMatch).butNot(ifNoneMatch), request)
                .map(version -> answers.amended(address, version, Preference.of(prefer)));
    }

    /** Needs no condition, as FHIR's clients send none (R4, http.html#delete). */
    @DeleteMapping("/{type}/{recordId}")
    Mono<ResponseEntity<Void>> delete(
            Caller caller,
            @PathVariable String type,
            @PathVariable String recordId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        return RecordAnswer.toDeletion(records.delete(
                caller,
                FhirAddress.of(type, recordId),
                IfMatch.optional(ifMatch).butNot(ifNoneMatch)));
    }
}
