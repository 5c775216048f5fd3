package org.healthpassport.api.record.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.api.access.Author;
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

/** The history of a health record: every version, and its author. */
@RestController
@RequestMapping("/api/patients/{patientId}/records/{recordId}/history")
final class HistoryController {
    private final RecordReading reading;
    private final PageAnswers answers;

    HistoryController(RecordReading reading, PageAnswers answers) {
        this.reading = reading;
        this.answers = answers;
    }

    @GetMapping
    Mono<ResponseEntity<Page<Entry>>> list(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String recordId,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        return reading.history(caller, patientId, recordId, PageRequest.of(limit, cursor))
                .map(page -> answers.answer(request, page.map(Entry::of)));
    }

    @GetMapping(
            path = "/{version}",
            produces = {MediaType.APPLICATION_JSON_VALUE, RecordAnswer.FHIR_JSON})
    Mono<ResponseEntity<byte[]>> get(
            Caller caller, @PathVariable String patientId, @PathVariable String recordId, @PathVariable long version) {
        return reading.version(caller, patientId, recordId, version).map(RecordAnswer::of);
    }

    /** An entry in the history of a record. */
    @Schema(oneOf = {VersionEntry.class, UnreadableEntry.class})
    sealed interface Entry {

        static Entry of(LoadedVersion found) {
            return found.version()
                    .fold(VersionEntry::of, unreadable -> new UnreadableEntry(found.number(), unreadable.view()));
        }
    }

    /** @param resource absent if the version marks a deletion */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VersionEntry(
            long version,
            Instant recordedAt,
            Author author,
            boolean deleted,
            @Nullable RawValue resource) implements Entry {

        static VersionEntry of(RecordVersion version) {
            return new VersionEntry(
                    version.number(),
                    version.recordedAt(),
                    version.author(),
                    version.isDeletion(),
                    version.isDeletion() ? null : version.json());
        }

        /** Leaves out personal data, as records end up in logs. */
        @Override
        public String toString() {
            return "VersionEntry[" + version + ']';
        }
    }

    /** A stored version that cannot be read. */
    record UnreadableEntry(long version, Unreadable.View unreadable) implements Entry {}
}
