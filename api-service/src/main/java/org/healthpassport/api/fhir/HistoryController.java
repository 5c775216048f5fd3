package org.healthpassport.api.fhir;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.page.PageRequest;
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
@RestController("fhirHistoryController")
@RequestMapping(
        path = FhirAddress.BASE + "/{type}/{recordId}/_history",
        produces = {FhirAddress.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
final class HistoryController {
    private final FhirRecords records;
    private final HistoryBundles bundles;
    private final FhirAnswers answers;

    HistoryController(FhirRecords records, HistoryBundles bundles, FhirAnswers answers) {
        this.records = records;
        this.bundles = bundles;
        this.answers = answers;
    }

    @GetMapping
    Mono<byte[]> ofRecord(
            Caller caller,
            @PathVariable String type,
            @PathVariable String recordId,
            @RequestParam(name = "_count", required = false) @Nullable Integer count,
            @RequestParam @Nullable String cursor) {
        FhirAddress address = FhirAddress.of(type, recordId);
        PageRequest page = PageRequest.of(count, cursor);
        return records.history(caller, address, page)
                .map(found -> bundles.of(address.path() + "/_history", page.limit(), cursor, address.type(), found));
    }

    @GetMapping("/{version}")
    Mono<ResponseEntity<byte[]>> version(
            Caller caller, @PathVariable String type, @PathVariable String recordId, @PathVariable long version) {
        return records.version(caller, FhirAddress.of(type, recordId), version).map(answers::read);
    }
}
