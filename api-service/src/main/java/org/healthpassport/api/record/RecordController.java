package org.healthpassport.api.record;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.web.IfMatch;
import org.healthpassport.api.web.PublicUrl;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.util.RawValue;

/** The health records of a patient, as they are now. */
@RestController
@RequestMapping("/api/patients/{patientId}/records")
final class RecordController {
    static final String FHIR_JSON = "application/fhir+json";

    private final RecordReading reading;
    private final RecordWriting writing;
    private final PageAnswers answers;
    private final PublicUrl publicUrl;

    RecordController(RecordReading reading, RecordWriting writing, PageAnswers answers, PublicUrl publicUrl) {
        this.reading = reading;
        this.writing = writing;
        this.answers = answers;
        this.publicUrl = publicUrl;
    }

    @PostMapping(
            consumes = {MediaType.APPLICATION_JSON_VALUE, FHIR_JSON},
            produces = {MediaType.APPLICATION_JSON_VALUE, FHIR_JSON})
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<byte[]>> create(Caller caller, @PathVariable String patientId, ServerHttpRequest request) {
        return writing.create(caller, patientId, request)
                .map(version -> ResponseEntity.created(publicUrl.of(path(patientId, version)))
                        .eTag(version.entityTag())
                        .body(version.resource()));
    }

    /** What the parameters mean, says {@link RecordFilter}. */
    @Operation(
            description = "Each item is a resource, or where a record cannot be read, an OperationOutcome with the"
                    + " record's id and the reason. 503 where more than a few cannot be read.")
    @GetMapping
    Mono<ResponseEntity<Page<RawValue>>> list(
            Caller caller,
            @PathVariable String patientId,
            @RequestParam @Nullable String type,
            @RequestParam @Nullable String code,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        RecordFilter filter = RecordFilter.of(type, code, from, to);
        return reading.list(caller, patientId, filter, PageRequest.of(limit, cursor))
                .map(page -> answers.answer(request, page.map(RecordController::listed)));
    }

    @GetMapping(
            path = "/{recordId}",
            produces = {MediaType.APPLICATION_JSON_VALUE, FHIR_JSON})
    Mono<ResponseEntity<byte[]>> get(Caller caller, @PathVariable String patientId, @PathVariable String recordId) {
        return reading.newest(caller, patientId, recordId).map(RecordController::answer);
    }

    @PutMapping(
            path = "/{recordId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, FHIR_JSON},
            produces = {MediaType.APPLICATION_JSON_VALUE, FHIR_JSON})
    Mono<ResponseEntity<byte[]>> amend(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String recordId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            ServerHttpRequest request) {
        return writing.amend(caller, patientId, recordId, IfMatch.required(ifMatch), request)
                .map(RecordController::answer);
    }

    @DeleteMapping("/{recordId}")
    Mono<ResponseEntity<Void>> delete(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String recordId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return writing.delete(caller, patientId, recordId, IfMatch.required(ifMatch))
                .thenReturn(ResponseEntity.noContent().build());
    }

    static ResponseEntity<byte[]> answer(RecordVersion version) {
        return ResponseEntity.ok().eTag(version.entityTag()).body(version.resource());
    }

    private static RawValue listed(FoundVersion found) {
        return found.version()
                .fold(RecordVersion::json, unreadable -> UnreadableRecord.json(found.recordId(), unreadable.reason()));
    }

    private static String path(String patientId, RecordVersion version) {
        return "/api/patients/" + patientId + "/records/" + version.recordId();
    }
}
