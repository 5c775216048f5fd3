package org.healthpassport.api.record.share;

import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.resource.SentResource;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.fhir.json.FhirJson;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Loads the newest versions of records that a patient shares. */
@Component
final class StoredRecordSharing implements RecordSharing {
    private static final int LOOKED_UP_AT_ONCE = 8;

    private final HealthRecords records;
    private final RecordVersions versions;
    private final UnreadableAlarm alarm;

    StoredRecordSharing(HealthRecords records, RecordVersions versions, UnreadableAlarm alarm) {
        this.records = records;
        this.versions = versions;
        this.alarm = alarm;
    }

    @Override
    public Mono<SharedRecordSet> newest(Grant grant) {
        return selected(grant, records.of(grant, null).map(ListedAggregate::aggregate));
    }

    @Override
    public Mono<SharedRecordSet> among(Grant grant, List<String> recordIds) {
        return selected(
                grant,
                Flux.fromIterable(recordIds)
                        .flatMapSequential(recordId -> records.find(grant, recordId), LOOKED_UP_AT_ONCE));
    }

    @Override
    public Mono<Boolean> has(Grant grant, String recordId) {
        return records.find(grant, recordId)
                .map(found -> found.fold(record -> !record.state().deleted(), unreadable -> false))
                .defaultIfEmpty(false);
    }

    private Mono<SharedRecordSet> selected(Grant grant, Flux<ReadResult<Snapshot<HealthRecordState>>> heads) {
        return Mono.fromSupplier(RecordSelection::new)
                .flatMap(selection -> heads.doOnNext(selection::look)
                        .takeUntil(head -> selection.hasMore())
                        .then(Mono.defer(() -> load(grant, selection))));
    }

    private Mono<SharedRecordSet> load(Grant grant, RecordSelection selection) {
        List<VersionName> names = selection.chosen().stream()
                .map(record -> HealthRecordState.headOf(record).name())
                .toList();
        return versions.find(grant, names).map(found -> {
            alarm.requireFew(
                    Stream.concat(found.stream(), selection.broken().stream()).toList());
            List<SharedRecord> shared = found.stream()
                    .flatMap(version -> version.ifReadable().stream())
                    .map(StoredRecordSharing::shared)
                    .toList();
            int unreadable = found.size() - shared.size() + selection.broken().size();
            return new SharedRecordSet(shared, unreadable, selection.hasMore());
        });
    }

    private static SharedRecord shared(RecordVersion version) {
        byte[] resource = version.resource();
        if (resource == null) {
            throw new IllegalStateException(
                    "Expected a record that is not deleted to have a resource, but it has none");
        }
        ObjectNode parsed = FhirJson.parseKept(resource);
        parsed.path("meta").path("tag").values().removeIf(StoredRecordSharing::isAuthor);
        return new SharedRecord(version.recordId(), version.recordedAt(), parsed);
    }

    /** Recipients of a shared record may know the role of its author, but not the account. */
    private static boolean isAuthor(JsonNode tag) {
        return SentResource.AUTHOR.equals(tag.path("system").asString(""));
    }
}
