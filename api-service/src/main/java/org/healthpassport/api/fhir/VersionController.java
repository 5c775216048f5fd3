package org.healthpassport.api.fhir;

import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.read.LoadedVersion;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The versions of records (R4, http.html#history and #vread). */
@RestController
@RequestMapping(
        path = FhirAddress.BASE + "/{type}",
        produces = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
final class VersionController {
    private final FhirRecords records;
    private final HistoryBundles bundles;
    private final FhirAnswers answers;

    VersionController(FhirRecords records, HistoryBundles bundles, FhirAnswers answers) {
        this.records = records;
        this.bundles = bundles;
        this.answers = answers;
    }

    /** @param since the time of the oldest version (RFC 3339) */
    @GetMapping("/{recordId}/_history")
    Mono<byte[]> ofRecord(
            Caller caller,
            @PathVariable String type,
            @PathVariable String recordId,
            @RequestParam(name = "_since", required = false) @Nullable Instant since,
            @RequestParam(name = "_count", required = false) @Nullable Integer count,
            @RequestParam @Nullable String cursor) {
        FhirAddress address = FhirAddress.of(type, recordId);
        PageRequest page = PageRequest.ofFhir(count, cursor);
        return records.history(caller, address, page)
                .map(found -> since(since, found))
                .map(found -> bundles.of(
                        address.path() + "/_history?" + parameter(since), page.limit(), cursor, address.type(), found));
    }

    /**
     * All versions of the records of that type in one passport.
     *
     * @param patient id, or {@code Patient/} and the id; whoever has a passport may leave it out
     * @param since the time of the oldest version (RFC 3339)
     */
    @GetMapping("/_history")
    Mono<byte[]> ofType(
            Caller caller,
            @PathVariable String type,
            @RequestParam(required = false) @Nullable String patient,
            @RequestParam(name = "_since", required = false) @Nullable Instant since,
            @RequestParam(name = "_count", required = false) @Nullable Integer count,
            @RequestParam(required = false) @Nullable String cursor) {
        RecordType known = FhirAddress.typeOf(type);
        String patientId = patientId(patient, caller);
        PageRequest page = PageRequest.ofFhir(count, cursor);
        String address = FhirAddress.BASE + '/' + type + "/_history?patient=" + patientId + '&' + parameter(since);
        return records.historyOfType(caller, patientId, known, since == null ? Instant.MIN : since, page)
                .map(found -> bundles.of(address, page.limit(), cursor, known, found));
    }

    /** The versions of a page, newest first, up to the first that is too old. */
    private static Page<LoadedVersion> since(@Nullable Instant oldest, Page<LoadedVersion> page) {
        if (oldest == null) {
            return page;
        }
        List<LoadedVersion> late = page.items().stream()
                .takeWhile(found ->
                        found.version().mayBe(version -> !version.recordedAt().isBefore(oldest)))
                .toList();
        return late.size() == page.items().size() ? page : new Page<>(late, null);
    }

    private static String parameter(@Nullable Instant since) {
        return since == null ? "" : "_since=" + since + '&';
    }

    private static String patientId(@Nullable String patient, Caller caller) {
        String id = patient == null ? caller.patientId() : patient.replaceFirst("^Patient/", "");
        if (id == null || !Ids.isId(id)) {
            throw new FhirRefusal.PassportMissing().asException();
        }
        return id;
    }

    @GetMapping("/{recordId}/_history/{version}")
    Mono<ResponseEntity<byte[]>> version(
            Caller caller, @PathVariable String type, @PathVariable String recordId, @PathVariable String version) {
        return records.version(caller, FhirAddress.of(type, recordId), FhirAddress.versionOf(version))
                .map(answers::read);
    }
}
