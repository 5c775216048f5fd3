package org.healthpassport.aggregates.waiting;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.healthpassport.aggregates.outbox.OutboxFields;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds the aggregates that wait for a worker. The index is sparse: aggregates that do not wait cost nothing. */
@Component
public final class WorkerWaitIndex implements PreparationStep {
    /** Kafka was away, or the event that waits is a forgery, which waits for ever. */
    private static final Duration EVEN_IF_AN_EVENT_WAITS = Duration.ofHours(1);

    private final ReactiveMongoTemplate mongo;
    private final List<WorkerTask> tasks;

    WorkerWaitIndex(ReactiveMongoTemplate mongo, List<WorkerTask> tasks) {
        this.mongo = mongo;
        this.tasks = tasks;
    }

    @Override
    public Mono<Void> prepare() {
        return Flux.fromIterable(tasks)
                .map(WorkerTask::collection)
                .concatMap(collection -> mongo.indexOps(collection)
                        .createIndex(new Index(WorkerWait.WAITS_FOR, Direction.ASC)
                                .on(WorkerWait.DRIVE_AT, Direction.ASC)
                                .sparse()))
                .then();
    }

    /** The ids of aggregates whose worker is to be asked again, for a while except those whose last event is still to be sent. */
    Flux<String> due(WorkerTask task, Instant now, int limit) {
        Criteria due = where(WorkerWait.WAITS_FOR)
                .is(task.name())
                .and(WorkerWait.DRIVE_AT)
                .lte(Date.from(now))
                .orOperator(
                        where(OutboxFields.MARK).exists(false),
                        where(WorkerWait.DRIVE_AT).lte(Date.from(now.minus(EVEN_IF_AN_EVENT_WAITS))));
        return ids(query(due).limit(limit), task);
    }

    private Flux<String> ids(Query query, WorkerTask task) {
        query.fields().include("_id");
        return mongo.find(query, Document.class, task.collection()).map(found -> found.getString("_id"));
    }
}
