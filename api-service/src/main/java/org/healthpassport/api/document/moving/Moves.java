package org.healthpassport.api.document.moving;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The newest move, in one document, so that all instances know it. */
@Component
class Moves {
    private static final String COLLECTION = "documentMoves";
    private static final String NEWEST = "newest";
    private static final String ID = "_id";
    private static final String MOVE = "moveId";
    private static final String STATE = "state";
    private static final String STARTED = "startedAt";
    private static final String FINISHED = "finishedAt";
    private static final String TOTAL = "total";
    private static final String FAILED = "failed";
    private static final String TARGETS = "targets";

    private final ReactiveMongoTemplate mongo;

    Moves(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** Keeps a move that begins; fails with {@link MoveRefusal.AlreadyRunning} if one is running. */
    Mono<Move> begin(Move move) {
        return InsertIfMissing.insert(mongo, document(move), COLLECTION)
                .flatMap(first -> first
                        ? Mono.just(true)
                        : mongo.replace(
                                        query(where(ID).is(NEWEST).and(STATE).ne(Move.State.RUNNING.name())),
                                        document(move),
                                        COLLECTION)
                                .map(result -> result.getMatchedCount() == 1))
                .flatMap(begun -> begun ? Mono.just(move) : Mono.error(new MoveRefusal.AlreadyRunning()::asException));
    }

    /** Keeps the end of a move, unless another one has begun since. */
    Mono<Void> end(Move move) {
        return mongo.replace(query(where(ID).is(NEWEST).and(MOVE).is(move.id())), document(move), COLLECTION)
                .then();
    }

    /** Empty if there never was one. */
    Mono<Move> newest() {
        return mongo.findById(NEWEST, Document.class, COLLECTION).map(Moves::read);
    }

    private static Document document(Move move) {
        return new Document(ID, NEWEST)
                .append(MOVE, move.id())
                .append(STATE, move.state().name())
                .append(STARTED, Date.from(move.startedAt()))
                .append(FINISHED, move.finishedAt() == null ? null : Date.from(move.finishedAt()))
                .append(TOTAL, move.total())
                .append(FAILED, move.failed())
                .append(TARGETS, move.targets());
    }

    private static Move read(Document stored) {
        return new Move(
                stored.getString(MOVE),
                Move.State.valueOf(stored.getString(STATE)),
                stored.getDate(STARTED).toInstant(),
                instant(stored.getDate(FINISHED)),
                stored.getLong(TOTAL),
                stored.getLong(FAILED),
                stored.getList(TARGETS, String.class));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
