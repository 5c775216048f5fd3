package org.healthpassport.api.record.annotation;

import static java.util.stream.Collectors.toMap;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.sweep.UnconfirmedDocuments;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The annotations of all records, each a document that is written once. An annotation counts once the head of its record
 * names it. It is marked as unconfirmed until the sweep has seen that it counts.
 */
@Component
public final class RecordAnnotations implements PreparationStep {
    static final String COLLECTION = "recordAnnotations";

    private static final String SUBJECT = "subjectId";
    private static final String SEALED = "sealed";
    /** Of an annotation that no head may name any more, unless one does already. */
    private static final String CLOSED = "closed";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ReactiveMongoTemplate mongo;
    private final SubjectKeyRing keyRing;
    private final UnreadableAlarm alarm;
    private final UnconfirmedDocuments<AnnotationName> unconfirmed;

    RecordAnnotations(ReactiveMongoTemplate mongo, SubjectKeyRing keyRing, UnreadableAlarm alarm) {
        this.mongo = mongo;
        this.keyRing = keyRing;
        this.alarm = alarm;
        this.unconfirmed = new UnconfirmedDocuments<>(mongo, COLLECTION, AnnotationName::id, AnnotationName::parse);
    }

    /** Those of which nobody knows yet if they count. */
    public UnconfirmedDocuments<AnnotationName> unconfirmed() {
        return unconfirmed;
    }

    @Override
    public Mono<Void> prepare() {
        return unconfirmed.prepare();
    }

    /**
     * Writes an annotation durably, unless an earlier attempt of the same command has done so.
     *
     * @return fails with {@link CreatedTooLate} if the annotation was {@linkplain #close closed}
     */
    public Mono<Void> insert(String patientId, AnnotationName name, Annotation annotation) {
        return keyRing.require(patientId)
                .map(keys -> unconfirmed
                        .begin(name, annotation.recordedAt())
                        .append(SUBJECT, patientId)
                        .append(SEALED, new Binary(seal(keys, name, annotation))))
                .flatMap(document -> mongo.insert(document, COLLECTION).then())
                .onErrorResume(DuplicateKeyException.class, earlier -> requireOpen(name));
    }

    private Mono<Void> requireOpen(AnnotationName name) {
        return mongo.exists(query(where("_id").is(name.id()).and(CLOSED).is(true)), COLLECTION)
                .flatMap(closed -> closed ? Mono.error(new CreatedTooLate()) : Mono.empty());
    }

    /**
     * Loads, with one query, annotations that the heads of one patient's records name, in the order of the names. The
     * caller has the names from a head that it may read.
     */
    public Mono<List<ReadResult<Annotation>>> find(Grant grant, List<AnnotationName> names) {
        String patientId = grant.patientFor(AccessScope.RECORDS_READ);
        if (names.isEmpty()) {
            return Mono.just(List.of());
        }
        List<String> ids = names.stream().map(AnnotationName::id).toList();
        return Mono.zip(
                keyRing.require(patientId),
                mongo.find(query(where("_id").in(ids)), Document.class, COLLECTION)
                        .collect(toMap(document -> document.getString("_id"), document -> document)),
                (keys, documents) -> names.stream()
                        .map(name -> open(patientId, keys, name, documents.get(name.id())))
                        .toList());
    }

    /**
     * Lets no attempt that looks from now on use the annotation. Attempts that have looked before must be stopped at the
     * head.
     */
    public Mono<Void> close(AnnotationName name) {
        return mongo.upsert(query(where("_id").is(name.id())), new Update().set(CLOSED, true), COLLECTION)
                .then();
    }

    /** Destroys an annotation that was closed and that no head names; its name stays closed for ever. */
    public Mono<Void> bury(AnnotationName name) {
        return mongo.updateFirst(
                        query(where("_id").is(name.id()).and(CLOSED).is(true)),
                        new Update().unset(SEALED).unset(UnconfirmedDocuments.UNCONFIRMED),
                        COLLECTION)
                .then();
    }

    private ReadResult<Annotation> open(
            String patientId, SubjectKeys keys, AnnotationName name, @Nullable Document stored) {
        if (stored == null || !(stored.get(SEALED) instanceof Binary sealed)) {
            return unreadable(patientId, name, UnreadableReason.MISSING);
        }
        try {
            Annotation opened = JSON.readValue(
                    keys.open(KeyPurpose.STATE, sealed.getData(), associatedData(name)), Annotation.class);
            return opened == null || opened.text() == null || opened.author() == null || opened.recordedAt() == null
                    ? unreadable(patientId, name, UnreadableReason.MALFORMED)
                    : ReadResult.readable(opened);
        } catch (SealBroken broken) {
            return unreadable(patientId, name, UnreadableReason.SEAL_BROKEN);
        } catch (JacksonException notOurs) {
            return unreadable(patientId, name, UnreadableReason.MALFORMED);
        }
    }

    private ReadResult<Annotation> unreadable(String patientId, AnnotationName name, UnreadableReason reason) {
        return ReadResult.broken(alarm.raise(new Unreadable(COLLECTION, name.id(), patientId, reason), null)
                .unreadable());
    }

    private static byte[] seal(SubjectKeys keys, AnnotationName name, Annotation annotation) {
        return keys.seal(KeyPurpose.STATE, JSON.writeValueAsBytes(annotation), associatedData(name));
    }

    private static byte[] associatedData(AnnotationName name) {
        return AssociatedData.of(COLLECTION, name.id(), SEALED);
    }
}
