package org.healthpassport.api.record.share;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.MostlyUnreadable;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.tag.OwnTags;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.fhir.json.FhirJson;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The records that a patient can share with others: none that is hidden, whoever asks. */
@Component
public final class RecordSharing {
    private static final int LOOKED_UP_AT_ONCE = 8;
    private static final int RECORDS_AT_ONCE = 100;
    private static final int BYTES_AT_ONCE = 1 << 20;

    private final HealthRecords records;
    private final RecordVersions versions;
    private final UnreadableAlarm alarm;

    RecordSharing(HealthRecords records, RecordVersions versions, UnreadableAlarm alarm) {
        this.records = records;
        this.versions = versions;
        this.alarm = alarm;
    }

    /** The patient's records that are not deleted, without their content, newest first. */
    Mono<SharedHeads> heads(Grant grant) {
        return Mono.fromSupplier(HeadScan::new)
                .flatMap(scan -> records.of(grant.behindLink(), null)
                        .map(ListedAggregate::aggregate)
                        .doOnNext(scan::look)
                        .takeUntil(head -> scan.isAtItsEnd())
                        .then(Mono.fromSupplier(scan::seen)));
    }

    /**
     * The newest versions of these records of the patient, in the same order. They are loaded a few at a time, as they are
     * asked for, and emitted on a thread that may block.
     */
    Flux<ReadResult<SharedRecord>> load(Grant grant, List<SharedHead> heads) {
        return Flux.fromIterable(batches(heads))
                .concatMap(batch -> together(grant, batch), 1)
                .publishOn(Schedulers.boundedElastic(), 1)
                .concatMapIterable(batch -> batch, 1)
                .map(Loaded::record);
    }

    /** Each as large as one query may load at once. */
    private static List<List<SharedHead>> batches(List<SharedHead> heads) {
        List<List<SharedHead>> batches = new ArrayList<>();
        List<SharedHead> batch = new ArrayList<>();
        long bytes = 0;
        for (SharedHead head : heads) {
            bytes += head.bytes();
            if (!batch.isEmpty() && (batch.size() == RECORDS_AT_ONCE || bytes > BYTES_AT_ONCE)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = head.bytes();
            }
            batch.add(head);
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /**
     * The records of the patient with these ids that exist, in the order of the ids, as many as fit; fails with
     * {@link MostlyUnreadable} if more than a few cannot be read.
     */
    public Mono<SharedRecordSet> among(Grant grant, List<String> recordIds) {
        return selected(
                grant,
                Flux.fromIterable(recordIds)
                        .flatMapSequential(recordId -> records.find(grant.behindLink(), recordId), LOOKED_UP_AT_ONCE));
    }

    /**
     * The patient's record, without its content; empty if there is none, if it is deleted or hidden, or if it cannot be
     * read.
     */
    public Mono<SharedHead> head(Grant grant, String recordId) {
        return records.find(grant.behindLink(), recordId)
                .flatMap(found -> Mono.justOrEmpty(found.ifReadable()))
                .filter(record -> !record.state().deleted())
                .map(HeadScan::head);
    }

    private Mono<SharedRecordSet> selected(Grant grant, Flux<ReadResult<Snapshot<HealthRecordState>>> heads) {
        return Mono.fromSupplier(RecordSelection::new)
                .flatMap(selection -> heads.doOnNext(selection::look)
                        .takeUntil(head -> selection.hasMore())
                        .then(Mono.defer(() -> load(grant, selection))));
    }

    private Mono<SharedRecordSet> load(Grant grant, RecordSelection selection) {
        List<SharedHead> heads = selection.chosen().stream().map(HeadScan::head).toList();
        return together(grant, heads).map(found -> {
            alarm.requireFew(Stream.concat(found.stream().map(Loaded::version), selection.broken().stream())
                    .toList());
            List<SharedRecord> shared = found.stream()
                    .flatMap(loaded -> loaded.record().ifReadable().stream())
                    .toList();
            int unreadable = found.size() - shared.size() + selection.broken().size();
            return new SharedRecordSet(shared, unreadable, selection.hasMore());
        });
    }

    private Mono<List<Loaded>> together(Grant grant, List<SharedHead> heads) {
        return versions.find(grant, heads.stream().map(SharedHead::newest).toList())
                .map(found -> IntStream.range(0, heads.size())
                        .mapToObj(place -> new Loaded(heads.get(place), found.get(place)))
                        .toList());
    }

    /** The newest version of a record, beside its head. */
    private record Loaded(SharedHead head, ReadResult<RecordVersion> version) {
        ReadResult<SharedRecord> record() {
            return version.map(readable -> shared(head, readable));
        }
    }

    private static SharedRecord shared(SharedHead head, RecordVersion version) {
        byte[] resource = version.resource();
        if (resource == null) {
            throw new IllegalStateException(
                    "Expected a record that is not deleted to have a resource, but it has none");
        }
        ObjectNode parsed = FhirJson.parseKept(resource);
        parsed.path("meta").path("tag").values().removeIf(RecordSharing::isAuthor);
        return new SharedRecord(version.recordId(), version.recordedAt(), resource.length, parsed, head.annotations());
    }

    /** Recipients of a shared record may know the role of its author, but not the account. */
    private static boolean isAuthor(JsonNode tag) {
        return OwnTags.AUTHOR.equals(tag.path("system").asString(""));
    }
}
