package org.healthpassport.api.sharing.fhir;

import java.time.Instant;
import java.util.List;
import org.healthpassport.api.ids.Ids;
import org.healthpassport.api.record.ShareableRecords;
import org.healthpassport.api.record.SharedRecord;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bundles records that a patient chose, and nothing else: not even who the patient is. */
@Component
public final class ChosenRecords {
    private static final int LOOKED_UP_AT_ONCE = 8;

    private final ShareableRecords records;
    private final Ids ids;

    ChosenRecords(ShareableRecords records, Ids ids) {
        this.records = records;
        this.ids = ids;
    }

    /** A Bundle of type {@code collection}, in the order of the choice; empty where none of them is left. */
    public Mono<GivenResource> of(String patientId, List<String> recordIds) {
        return Flux.fromIterable(recordIds)
                .flatMapSequential(recordId -> records.find(patientId, recordId), LOOKED_UP_AT_ONCE)
                .collectList()
                .filter(found -> !found.isEmpty())
                .map(found -> bundle(patientId, found));
    }

    private GivenResource bundle(String patientId, List<SharedRecord> found) {
        BundleEntries entries = new BundleEntries().know("Patient", patientId);
        found.forEach(record -> entries.add(record.resource()));
        ObjectNode bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("id", ids.next())
                .put("type", "collection");
        bundle.set("entry", entries.rewritten());
        return new GivenResource(
                bundle,
                found.stream()
                        .map(SharedRecord::lastUpdated)
                        .max(Instant::compareTo)
                        .orElseThrow());
    }
}
