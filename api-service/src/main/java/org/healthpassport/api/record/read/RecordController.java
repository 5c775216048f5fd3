package org.healthpassport.api.record.read;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.api.record.version.RecordVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.util.RawValue;

/** The health records of a patient, as they are now: {@code GET}. */
@RestController
@RequestMapping("/api/patients/{patientId}/records")
final class RecordController {
    private final RecordReading reading;
    private final PageAnswers answers;

    RecordController(RecordReading reading, PageAnswers answers) {
        this.reading = reading;
        this.answers = answers;
    }

    /** {@link RecordFilter} explains the parameters. */
    @Operation(
            description = "Each item is a resource. If a record cannot be read, an OperationOutcome with the"
                    + " record's id and the reason takes its place. 503 if more than a few cannot be read.")
    @Parameter(
            name = "date",
            in = ParameterIn.QUERY,
            description =
                    "Clinical date, as FHIR R4 searches for dates: eq, ne, gt, lt, ge, le, sa or eb, then a date of any"
                            + " precision; repeat it for a range.",
            array = @ArraySchema(schema = @Schema(type = "string")))
    @GetMapping
    Mono<ResponseEntity<Page<RawValue>>> list(
            Caller caller,
            @PathVariable String patientId,
            @RequestParam @Nullable String type,
            @RequestParam @Nullable String code,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String sort,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        // Not a parameter of the method: Spring would split it at commas, which have another meaning in FHIR.
        List<@Nullable String> date = request.getQueryParams().getOrDefault("date", List.of());
        RecordFilter filter = RecordFilter.of(type, code, from, to, date, sort);
        return reading.list(caller, patientId, filter, PageRequest.of(limit, cursor))
                .map(page -> answers.answer(request, page.map(RecordController::listed)));
    }

    @GetMapping(
            path = "/{recordId}",
            produces = {MediaType.APPLICATION_JSON_VALUE, RecordAnswer.FHIR_JSON})
    Mono<ResponseEntity<byte[]>> get(Caller caller, @PathVariable String patientId, @PathVariable String recordId) {
        return reading.newest(caller, patientId, recordId).map(RecordAnswer::of);
    }

    private static RawValue listed(LoadedVersion found) {
        return found.version()
                .fold(RecordVersion::json, unreadable -> UnreadableRecord.json(found.recordId(), unreadable.reason()));
    }
}
