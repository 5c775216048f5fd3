package org.healthpassport.api.record.version;

import static java.util.stream.Collectors.toMap;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.list.TimeOrder;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.sweep.UnconfirmedDocuments;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.record.version.Lineage.Candidate;
import org.healthpassport.fhir.json.MalformedJson;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * The versions of all records, each a document that is written once. A version counts once the head of its record names
 * it; {@link Lineage} tells which of several counted. It is marked as unconfirmed until the sweep has seen that it counts.
 */
@Component
public final class RecordVersions implements PreparationStep {
    static final String COLLECTION = "recordVersions";

    private static final String SUBJECT = "subjectId";
    private static final String WRITTEN = UnconfirmedDocuments.WRITTEN;

    /** A version whose time is damaged comes last. */
    private static final TimeOrder ORDER = new TimeOrder(WRITTEN);

    private final ReactiveMongoTemplate mongo;
    private final SubjectKeyRing keyRing;
    private final UnreadableAlarm alarm;
    private final UnconfirmedDocuments<VersionName> unconfirmed;

    RecordVersions(ReactiveMongoTemplate mongo, SubjectKeyRing keyRing, UnreadableAlarm alarm) {
        this.mongo = mongo;
        this.keyRing = keyRing;
        this.alarm = alarm;
        this.unconfirmed = new UnconfirmedDocuments<>(mongo, COLLECTION, VersionName::id, VersionName::parse);
    }

    /** Those of which nobody knows yet if they count. */
    public UnconfirmedDocuments<VersionName> unconfirmed() {
        return unconfirmed;
    }

    @Override
    public Mono<Void> prepare() {
        return unconfirmed
                .prepare()
                .then(mongo.indexOps(COLLECTION)
                        .createIndex(new Index(SUBJECT, Direction.ASC)
                                .on(WRITTEN, Direction.DESC)
                                .on("_id", Direction.DESC)))
                .then();
    }

    /** Writes a version durably; it counts once the head names it. */
    public Mono<Void> insert(NewVersion made) {
        return keyRing.require(made.patientId())
                .map(keys -> document(made, keys))
                .flatMap(document -> mongo.insert(document, COLLECTION))
                .then();
    }

    private Document document(NewVersion made, SubjectKeys keys) {
        VersionName name = made.name();
        Document document = unconfirmed
                .begin(name, made.version().recordedAt())
                .append(SUBJECT, made.patientId())
                .append(VersionSeal.ORIGIN, new Binary(VersionSeal.seal(keys, name, Origin.of(made))));
        byte[] resource = made.version().resource();
        return resource == null
                ? document
                : document.append(VersionSeal.RESOURCE, new Binary(VersionSeal.seal(keys, name, resource)));
    }

    /**
     * Loads, with one query, versions of one patient's records that their heads name, in the order of the names. A
     * version that differs from the one its head names cannot be read.
     */
    public Mono<List<ReadResult<RecordVersion>>> find(Grant grant, List<VersionName> names) {
        String patientId = grant.patientFor(AccessScope.RECORDS_READ);
        if (names.isEmpty()) {
            return Mono.just(List.of());
        }
        List<String> ids = names.stream().map(VersionName::id).toList();
        return Mono.zip(
                keyRing.require(patientId),
                mongo.find(query(where("_id").in(ids)), Document.class, COLLECTION)
                        .collect(toMap(document -> document.getString("_id"), document -> document)),
                (keys, documents) -> names.stream()
                        .map(name -> open(patientId, keys, name, documents.get(name.id())))
                        .toList());
    }

    /** The stored versions of a record with these numbers, lost ones as well, without their resources. */
    Mono<List<Candidate>> candidates(String patientId, String recordId, long lowest, long highest) {
        Query range = query(
                where("_id").gte(VersionName.idsOf(recordId, lowest)).lt(VersionName.idsOf(recordId, highest + 1)));
        range.fields().include(VersionSeal.ORIGIN);
        return keyRing.require(patientId)
                .flatMap(keys -> mongo.find(range, Document.class, COLLECTION)
                        .mapNotNull(document -> VersionName.parse(document.getString("_id"))
                                .map(name -> candidate(keys, name, document))
                                .orElse(null))
                        .collectList());
    }

    private static Candidate candidate(SubjectKeys keys, VersionName name, Document document) {
        try {
            return new Candidate(name, VersionSeal.openOrigin(keys, name, document));
        } catch (SealBroken | JacksonException unreadable) {
            // Whoever reads the version itself raises the alarm; nobody misses one that lost.
            return new Candidate(name, null);
        }
    }

    /** The stored versions of all records of a patient after the position {@code after}, newest first, lost ones as well. */
    public Flux<WrittenVersion> written(Grant grant, @Nullable ListPosition after) {
        return ORDER.read(mongo, COLLECTION, SUBJECT, grant.patientFor(AccessScope.RECORDS_READ), after, WRITTEN)
                .mapNotNull(document -> VersionName.parse(document.getString("_id"))
                        .map(name -> new WrittenVersion(name, ORDER.position(document)))
                        .orElse(null));
    }

    private ReadResult<RecordVersion> open(
            String patientId, SubjectKeys keys, VersionName name, @Nullable Document document) {
        if (document == null) {
            return ReadResult.broken(unreadable(patientId, name.id(), UnreadableReason.MISSING));
        }
        try {
            Origin origin = VersionSeal.openOrigin(keys, name, document);
            byte[] resource = origin.bytes() == 0 ? null : VersionSeal.openResource(keys, name, document);
            return ReadResult.readable(
                    new RecordVersion(name.recordId(), name.number(), origin.recordedAt(), origin.author(), resource));
        } catch (SealBroken broken) {
            return ReadResult.broken(unreadable(patientId, name.id(), UnreadableReason.SEAL_BROKEN));
        } catch (MalformedJson | JacksonException notOurs) {
            return ReadResult.broken(unreadable(patientId, name.id(), UnreadableReason.MALFORMED));
        }
    }

    /** Describes something that was looked for under that id, and raises the alarm. */
    Unreadable unreadable(String patientId, String id, UnreadableReason reason) {
        return alarm.raise(new Unreadable(COLLECTION, id, patientId, reason), null)
                .unreadable();
    }
}
