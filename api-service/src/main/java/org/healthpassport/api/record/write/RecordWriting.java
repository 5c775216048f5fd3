package org.healthpassport.api.record.write;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordCommand;
import org.healthpassport.api.record.RecordDecisions;
import org.healthpassport.api.record.RecordDraft;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.resource.ResourceSource;
import org.healthpassport.api.record.resource.SentResource;
import org.healthpassport.api.record.tag.Authorship;
import org.healthpassport.api.record.tag.OwnTags;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.edge.condition.IfMatch;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Creates, amends and deletes records; takes a resource only after the access decision allows the caller to write. */
@Component
public final class RecordWriting {
    private final HealthRecords records;
    private final PatientAccess access;
    private final IdempotentCreations creations;
    private final Ids ids;
    private final Clock clock;

    RecordWriting(HealthRecords records, PatientAccess access, IdempotentCreations creations, Ids ids, Clock clock) {
        this.records = records;
        this.access = access;
        this.creations = creations;
        this.ids = ids;
        this.clock = clock;
    }

    /** The first version of a new record, or of the one that was created with the same key. */
    public Mono<RecordVersion> create(
            Caller caller, String patientId, @Nullable IdempotencyKey key, ResourceSource source) {
        // A repeat may need no room.
        Mono<Void> room = key == null ? records.quota().requireRoomForRecord(patientId) : Mono.empty();
        return access.write(
                caller,
                patientId,
                AccessScope.RECORDS_WRITE,
                grant -> room.then(source.take(patientId, null, stated(grant, false)))
                        .flatMap(sent -> creations.create(
                                new KeyedRequest(caller.accountId(), "records of " + patientId, key),
                                ids.next(),
                                new Creation<>(
                                        sent::content,
                                        recordId -> create(recordId, caller, side(caller, grant), patientId, sent),
                                        recordId -> firstVersion(caller, patientId, recordId),
                                        records::ruleOut))));
    }

    /** The first version of a new record with that id, which was never used before. */
    Mono<RecordVersion> createAs(String recordId, Caller caller, String patientId, ResourceSource source) {
        return access.write(
                caller,
                patientId,
                AccessScope.RECORDS_WRITE,
                grant -> records.quota()
                        .requireRoomForRecord(patientId)
                        .then(source.take(patientId, null, stated(grant, false)))
                        .flatMap(sent -> create(recordId, caller, side(caller, grant), patientId, sent)));
    }

    /** The answer to a repeat has the resource, so it is recorded as a read. */
    private Mono<RecordVersion> firstVersion(Caller caller, String patientId, String recordId) {
        return access.read(
                caller, HealthRecords.reading(patientId, recordId), grant -> records.firstVersion(grant, recordId));
    }

    private Mono<RecordVersion> create(
            String recordId, Caller caller, @Nullable String organization, String patientId, SentResource sent) {
        Author author = Author.of(caller);
        Instant now = now();
        byte[] resource = sent.stored(recordId, 1, now, author);
        Written version = new Written(ids.next(), resource.length);
        RecordVersion first = new RecordVersion(recordId, 1, now, author, resource);
        return records.create(
                        recordId,
                        HealthRecordState.first(patientId, sent.type(), sent.keys(), version, now, organization),
                        first)
                .thenReturn(first);
    }

    /** The version that follows one that the condition allows; restores a deleted record. */
    public Mono<RecordVersion> amend(
            Caller caller, String patientId, String recordId, IfMatch condition, ResourceSource source) {
        Author author = Author.of(caller);
        return access.write(
                caller,
                patientId,
                AccessScope.RECORDS_WRITE,
                grant -> changeable(caller, grant, patientId, recordId)
                        .delayUntil(record -> records.quota().requireRoomForVersion(patientId))
                        .flatMap(record -> source.take(
                                patientId,
                                recordId,
                                stated(grant, record.state().hidden())))
                        .flatMap(sent -> records.change(recordId, record -> amend(author, record, condition, sent)))
                        .switchIfEmpty(Mono.error(new RecordRefusal.NoSuchRecord()::asException)));
    }

    private RecordDraft amend(Author author, Snapshot<HealthRecordState> record, IfMatch condition, SentResource sent) {
        Instant at = RecordDecisions.timeOfNext(record, now());
        long number = record.state().number() + 1;
        byte[] resource = sent.stored(record.id(), number, at, author);
        Written written = new Written(ids.next(), resource.length);
        return new RecordDraft(
                new RecordCommand.Amend(condition, written, at, sent.type(), sent.keys()),
                new RecordVersion(record.id(), number, at, author, resource));
    }

    /** The version that marks the deletion; empty if the record was deleted before. */
    public Mono<RecordVersion> delete(Caller caller, String patientId, String recordId, IfMatch condition) {
        Author author = Author.of(caller);
        return access.write(
                caller,
                patientId,
                AccessScope.RECORDS_WRITE,
                grant -> changeable(caller, grant, patientId, recordId)
                        .flatMap(found -> records.change(recordId, record -> delete(author, record, condition))));
    }

    private RecordDraft delete(Author author, Snapshot<HealthRecordState> record, IfMatch condition) {
        Instant at = RecordDecisions.timeOfNext(record, now());
        return new RecordDraft(
                new RecordCommand.Delete(condition, new Written(ids.next(), 0), at),
                new RecordVersion(record.id(), record.state().number() + 1, at, author, null));
    }

    /** The record, if the caller may change it; whose it is never changes. */
    private Mono<Snapshot<HealthRecordState>> changeable(
            Caller caller, Grant grant, String patientId, String recordId) {
        return records.get(grant, recordId)
                .flatMap(record -> record.state().isOf(side(caller, grant))
                        ? Mono.just(record)
                        : access.deny(patientId, new RecordRefusal.OfAnotherAuthor()));
    }

    /** The organization for which the caller acts; null for the patient's side. */
    private static @Nullable String side(Caller caller, Grant grant) {
        return grant.isOfPatientSide() ? null : caller.hospitalId();
    }

    private static OwnTags stated(Grant grant, boolean hidden) {
        return new OwnTags(grant.isOfPatientSide() ? Authorship.PATIENT_STATED : Authorship.CLINICIAN_VERIFIED, hidden);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
