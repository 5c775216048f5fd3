package org.healthpassport.api.trail.rebuild;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.api.trail.rebuild.Rebuild.State;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The newest rebuild, in one document, so that all instances know it and one runs at a time. Nothing but the administrator's
 * view depends on it: a rebuild that runs twice writes the same rows.
 */
@Component
class Rebuilds {
    private static final String COLLECTION = "trailRebuilds";
    private static final String NEWEST = "newest";

    private static final String ID = "_id";
    private static final String REBUILD = "rebuildId";
    private static final String STATE = "state";
    private static final String STARTED = "startedAt";
    private static final String ALIVE = "aliveAt";
    private static final String FINISHED = "finishedAt";
    private static final String READ = "read";
    private static final String ALL = "all";
    private static final String WRITTEN = "written";
    private static final String LEFT_OUT = "leftOut";

    private final ReactiveMongoTemplate mongo;

    Rebuilds(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** Keeps a rebuild that begins; fails with {@link RebuildRefusal.AlreadyRunning} if one is running. */
    Mono<Rebuild> begin(Rebuild rebuild) {
        Criteria over = new Criteria()
                .orOperator(
                        where(STATE).ne(State.RUNNING.name()),
                        where(ALIVE).lt(Date.from(rebuild.startedAt().minus(Rebuild.SILENT_AT_MOST))));
        return InsertIfMissing.insert(mongo, document(rebuild), COLLECTION)
                .flatMap(first -> first
                        ? Mono.just(true)
                        : mongo.replace(query(where(ID).is(NEWEST).andOperator(over)), document(rebuild), COLLECTION)
                                .map(result -> result.getMatchedCount() == 1))
                .flatMap(begun ->
                        begun ? Mono.just(rebuild) : Mono.error(new RebuildRefusal.AlreadyRunning()::asException));
    }

    /** Keeps its progress, or its end; false if another one has begun since. */
    Mono<Boolean> update(Rebuild rebuild) {
        return mongo.replace(query(where(ID).is(NEWEST).and(REBUILD).is(rebuild.id())), document(rebuild), COLLECTION)
                .map(result -> result.getMatchedCount() == 1);
    }

    /** Empty if there never was one. */
    Mono<Rebuild> newest() {
        return mongo.findById(NEWEST, Document.class, COLLECTION).map(Rebuilds::read);
    }

    private static Document document(Rebuild rebuild) {
        RebuildProgress progress = rebuild.progress();
        return new Document(ID, NEWEST)
                .append(REBUILD, rebuild.id())
                .append(STATE, rebuild.state().name())
                .append(STARTED, Date.from(rebuild.startedAt()))
                .append(ALIVE, Date.from(rebuild.aliveAt()))
                .append(FINISHED, rebuild.finishedAt() == null ? null : Date.from(rebuild.finishedAt()))
                .append(READ, progress.read())
                .append(ALL, progress.all())
                .append(WRITTEN, progress.written())
                .append(LEFT_OUT, progress.leftOut());
    }

    private static Rebuild read(Document stored) {
        return new Rebuild(
                stored.getString(REBUILD),
                State.valueOf(stored.getString(STATE)),
                stored.getDate(STARTED).toInstant(),
                stored.getDate(ALIVE).toInstant(),
                instant(stored.getDate(FINISHED)),
                new RebuildProgress(
                        stored.getLong(READ), stored.getLong(ALL), stored.getLong(WRITTEN), stored.getLong(LEFT_OUT)));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
