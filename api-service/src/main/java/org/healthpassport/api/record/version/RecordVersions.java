package org.healthpassport.api.record.version;

import static java.util.stream.Collectors.toMap;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.fhir.json.MalformedJson;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * The versions of all records, each a document that is written once. A version counts once the head of its record names
 * it. It is marked as unconfirmed until its writer or the sweep has seen that the head names it.
 */
@Component
public final class RecordVersions implements PreparationStep {
    static final String COLLECTION = "recordVersions";

    private static final String SUBJECT = "subjectId";
    private static final String NUMBER = "version";
    private static final String WRITTEN = "writtenAt";
    private static final String UNCONFIRMED = "unconfirmed";
    private static final String SEALED = "sealed";

    private final ReactiveMongoTemplate mongo;
    private final SubjectKeyRing keyRing;
    private final UnreadableAlarm alarm;

    RecordVersions(ReactiveMongoTemplate mongo, SubjectKeyRing keyRing, UnreadableAlarm alarm) {
        this.mongo = mongo;
        this.keyRing = keyRing;
        this.alarm = alarm;
    }

    @Override
    public Mono<Void> prepare() {
        return mongo.indexOps(COLLECTION)
                .createIndex(new Index(UNCONFIRMED, Direction.ASC).sparse())
                .then();
    }

    /** Writes a version durably; it counts once the head names it. */
    public Mono<Void> insert(NewVersion made) {
        VersionName name = made.name();
        return keyRing.require(made.patientId())
                .map(keys -> new Document("_id", name.id())
                        .append(SUBJECT, made.patientId())
                        .append(NUMBER, name.number())
                        .append(WRITTEN, Date.from(made.version().recordedAt()))
                        .append(UNCONFIRMED, true)
                        .append(SEALED, new Binary(VersionSeal.seal(keys, name, made.version()))))
                .flatMap(document -> mongo.insert(document, COLLECTION))
                .then();
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

    /** The names of the unconfirmed versions that were written before a time. */
    public Flux<VersionName> unconfirmed(Instant writtenBefore) {
        Query query = query(where(UNCONFIRMED).is(true).and(WRITTEN).lt(Date.from(writtenBefore)));
        query.fields().include(NUMBER);
        return mongo.find(query, Document.class, COLLECTION).map(RecordVersions::name);
    }

    /** Marks versions as confirmed, because their heads name them. */
    public Mono<Void> confirm(Collection<VersionName> names) {
        return mongo.updateMulti(query(among(names)), new Update().unset(UNCONFIRMED), COLLECTION)
                .then();
    }

    /** Removes versions that their heads do not name and never will. */
    public Mono<Void> discard(Collection<VersionName> names) {
        return mongo.remove(query(among(names)), COLLECTION).then();
    }

    private ReadResult<RecordVersion> open(
            String patientId, SubjectKeys keys, VersionName name, @Nullable Document document) {
        if (document == null) {
            return unreadable(patientId, name, UnreadableReason.MISSING);
        }
        if (!(document.get(SEALED) instanceof Binary sealed)) {
            return unreadable(patientId, name, UnreadableReason.MALFORMED);
        }
        try {
            return ReadResult.readable(VersionSeal.open(keys, name, sealed.getData()));
        } catch (SealBroken broken) {
            return unreadable(patientId, name, UnreadableReason.SEAL_BROKEN);
        } catch (MalformedJson | JacksonException notOurs) {
            return unreadable(patientId, name, UnreadableReason.MALFORMED);
        }
    }

    private ReadResult<RecordVersion> unreadable(String patientId, VersionName name, UnreadableReason reason) {
        Unreadable version = new Unreadable(COLLECTION, name.id(), patientId, reason);
        return ReadResult.broken(alarm.raise(version, null).unreadable());
    }

    private static Criteria among(Collection<VersionName> names) {
        return where("_id")
                .in(names.stream().map(VersionName::id).toList())
                .and(UNCONFIRMED)
                .is(true);
    }

    private static VersionName name(Document document) {
        String id = document.getString("_id");
        int slash = id.indexOf('/');
        return new VersionName(id.substring(0, slash), document.getLong(NUMBER), id.substring(slash + 1));
    }
}
