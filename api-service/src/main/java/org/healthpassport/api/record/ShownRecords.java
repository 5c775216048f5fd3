package org.healthpassport.api.record;

import java.util.List;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.fhir.json.FhirJson;
import org.healthpassport.api.record.resource.SentResource;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives the newest versions of records to what shows them to others. */
@Component
final class ShownRecords implements ShareableRecords {
    private static final int LOOKED_UP_AT_ONCE = 8;

    private final HealthRecords records;
    private final RecordVersions versions;

    ShownRecords(HealthRecords records, RecordVersions versions) {
        this.records = records;
        this.versions = versions;
    }

    @Override
    public Mono<SharedRecords> newest(String patientId) {
        return selected(patientId, records.of(patientId, null));
    }

    @Override
    public Mono<SharedRecords> among(String patientId, List<String> recordIds) {
        return selected(
                patientId,
                Flux.fromIterable(recordIds)
                        .flatMapSequential(recordId -> records.find(patientId, recordId), LOOKED_UP_AT_ONCE));
    }

    @Override
    public Mono<Boolean> has(String patientId, String recordId) {
        return records.find(patientId, recordId)
                .map(record -> !record.state().deleted())
                .defaultIfEmpty(false);
    }

    private Mono<SharedRecords> selected(String patientId, Flux<Version<HealthRecordState>> heads) {
        return Mono.fromSupplier(Selection::new)
                .flatMap(selection -> heads.doOnNext(selection::look)
                        .takeUntil(head -> selection.hasMore())
                        .then(Mono.defer(() -> load(patientId, selection))));
    }

    private Mono<SharedRecords> load(String patientId, Selection selection) {
        List<VersionName> names = selection.chosen().stream()
                .map(record -> record.state().nameOf(record.id(), record.version()))
                .toList();
        return versions.find(patientId, names)
                .map(found -> new SharedRecords(
                        found.stream().map(ShownRecords::shared).toList(), selection.hasMore()));
    }

    private static SharedRecord shared(RecordVersion version) {
        byte[] resource = version.resource();
        if (resource == null) {
            throw new IllegalStateException("Expected the resource of a record that is not deleted, but there is none");
        }
        ObjectNode parsed = FhirJson.parseKept(resource);
        parsed.path("meta").path("tag").values().removeIf(ShownRecords::isAuthor);
        return new SharedRecord(version.recordId(), version.recordedAt(), parsed);
    }

    /** Whoever is shown a record may know the role of its author, but not their account. */
    private static boolean isAuthor(JsonNode tag) {
        return SentResource.AUTHOR.equals(tag.path("system").asString(""));
    }
}
