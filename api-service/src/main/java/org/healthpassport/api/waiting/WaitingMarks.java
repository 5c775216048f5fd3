package org.healthpassport.api.waiting;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.healthpassport.api.head.StreamHeads;
import org.healthpassport.api.outbox.Outbox;
import org.healthpassport.api.preparation.PreparationStep;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The marks of aggregates that wait for a worker. A sparse index finds them, however many do not wait. */
@Component
final class WaitingMarks implements PreparationStep {
    private final ReactiveMongoTemplate mongo;
    private final StreamHeads heads;
    private final List<WaitingWork> works;

    WaitingMarks(ReactiveMongoTemplate mongo, StreamHeads heads, List<WaitingWork> works) {
        this.mongo = mongo;
        this.heads = heads;
        this.works = works;
    }

    @Override
    public Mono<Void> prepare() {
        return Flux.fromIterable(works)
                .map(WaitingWork::collection)
                .concatMap(collection -> mongo.indexOps(collection)
                        .createIndex(new Index(Waiting.WAITS_FOR, Direction.ASC)
                                .on(Waiting.DRIVE_AT, Direction.ASC)
                                .sparse()))
                .then(Mono.defer(() ->
                        heads.ofWork(works.stream().map(WaitingWork::collection).toList())));
    }

    /** The ids of aggregates whose worker is to be asked again, except those whose last event is still to be sent. */
    Flux<String> due(WaitingWork work, Instant now, int limit) {
        Criteria due = where(Waiting.WAITS_FOR)
                .is(work.name())
                .and(Waiting.DRIVE_AT)
                .lte(Date.from(now))
                .and(Outbox.MARK)
                .exists(false);
        return ids(query(due).limit(limit), work);
    }

    private Flux<String> ids(Query query, WaitingWork work) {
        query.fields().include("_id");
        return mongo.find(query, Document.class, work.collection()).map(found -> found.getString("_id"));
    }
}
