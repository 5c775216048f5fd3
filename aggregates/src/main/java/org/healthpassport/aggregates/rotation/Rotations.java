package org.healthpassport.aggregates.rotation;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.rotation.Rotation.State;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Mono;

/**
 * The newest rotation of the keys of a kind, in one document, so that all instances know it and one of them works at it.
 * Nothing but the schedule depends on it: the files say what is to be done, and two instances that do it at once do no harm.
 */
final class Rotations {
    static final String COLLECTION = "keyRotations";
    /** Longer than a slice takes; after that, another instance goes on. */
    private static final Duration SILENT_AT_MOST = Duration.ofMinutes(1);

    static final String OF_KEY_ENCRYPTION_KEYS = "newest";
    static final String OF_EVENT_KEYS = "newest-of-event-keys";

    private static final String ID = "_id";
    private static final String ROTATION = "rotationId";
    private static final String STATE = "state";
    private static final String STARTED = "startedAt";
    private static final String FINISHED = "finishedAt";
    private static final String FROM = "from";
    private static final String DOCUMENTS = "documents";
    private static final String LOOKED_AT = "lookedAt";
    private static final String RESEALED = "resealed";
    private static final String UNREADABLE = "unreadable";
    private static final String TROUBLE = "trouble";
    private static final String RUNNER = "runner";
    private static final String ALIVE = "aliveAt";

    private final ReactiveMongoTemplate mongo;
    private final String id;
    private final String runner;

    /**
     * The rotations of a kind of keys.
     *
     * @param id of the document
     * @param runner names this instance
     */
    Rotations(ReactiveMongoTemplate mongo, String id, String runner) {
        this.mongo = mongo;
        this.id = id;
        this.runner = runner;
    }

    /** Empty if the schedule has not begun. */
    Mono<Rotation> newest() {
        return mongo.findById(id, Document.class, COLLECTION).map(Rotations::read);
    }

    /** Keeps a rotation, if the newest one is over; else false. */
    Mono<Boolean> begin(Rotation rotation, Instant now) {
        Document begun = document(rotation, now);
        return InsertIfMissing.insert(mongo, begun, COLLECTION)
                .flatMap(first -> first
                        ? Mono.just(true)
                        : mongo.replace(
                                        query(where(ID)
                                                .is(id)
                                                .and(STATE)
                                                .in(List.of(State.NEVER.name(), State.DONE.name()))),
                                        begun,
                                        COLLECTION)
                                .map(result -> result.getMatchedCount() == 1));
    }

    /** True if this instance works at the rotation from now on: because it did before, or because nobody does. */
    Mono<Boolean> take(Rotation rotation, Instant now) {
        Criteria free = new Criteria()
                .orOperator(where(RUNNER).is(runner), where(ALIVE).lt(Date.from(now.minus(SILENT_AT_MOST))));
        return mongo.updateFirst(
                        query(where(ID).is(id).and(ROTATION).is(rotation.id()).andOperator(free)),
                        Update.update(RUNNER, runner).set(ALIVE, Date.from(now)),
                        COLLECTION)
                .map(result -> result.getMatchedCount() == 1);
    }

    /** Keeps how far it is; false if another instance works at it. */
    Mono<Boolean> update(Rotation rotation, Instant now) {
        return mongo.replace(
                        query(where(ID)
                                .is(id)
                                .and(ROTATION)
                                .is(rotation.id())
                                .and(RUNNER)
                                .is(runner)),
                        document(rotation, now),
                        COLLECTION)
                .map(result -> result.getMatchedCount() == 1);
    }

    private Document document(Rotation rotation, Instant now) {
        RotationProgress progress = rotation.progress();
        Document from = new Document();
        rotation.from().forEach(from::append);
        return new Document(ID, id)
                .append(ROTATION, rotation.id())
                .append(STATE, rotation.state().name())
                .append(STARTED, Date.from(rotation.startedAt()))
                .append(FINISHED, rotation.finishedAt() == null ? null : Date.from(rotation.finishedAt()))
                .append(FROM, from)
                .append(DOCUMENTS, progress.documents())
                .append(LOOKED_AT, progress.lookedAt())
                .append(RESEALED, progress.resealed())
                .append(UNREADABLE, progress.unreadable())
                .append(TROUBLE, rotation.trouble())
                .append(RUNNER, runner)
                .append(ALIVE, Date.from(now));
    }

    private static Rotation read(Document stored) {
        Map<String, Integer> from = new HashMap<>();
        stored.get(FROM, Document.class).forEach((key, version) -> from.put(key, (Integer) version));
        return new Rotation(
                stored.getString(ROTATION),
                State.valueOf(stored.getString(STATE)),
                stored.getDate(STARTED).toInstant(),
                instant(stored.getDate(FINISHED)),
                from,
                new RotationProgress(
                        stored.getLong(DOCUMENTS),
                        stored.getLong(LOOKED_AT),
                        stored.getLong(RESEALED),
                        stored.getLong(UNREADABLE)),
                stored.getString(TROUBLE));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant).orElse(null);
    }
}
