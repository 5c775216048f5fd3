package org.healthpassport.aggregates.sweep;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Documents that are written once, before the aggregate that names them. Each has a mark until the sweep has seen that it
 * counts.
 *
 * @param <T> names a document
 */
public final class UnconfirmedDocuments<T> {
    /** The member with the time at which a document was written. */
    public static final String WRITTEN = "writtenAt";

    /** The member that is the mark. */
    public static final String UNCONFIRMED = "unconfirmed";

    private final ReactiveMongoTemplate mongo;
    private final String collection;
    private final Function<T, String> id;
    private final Function<String, Optional<T>> parse;

    /**
     * Declares the documents of a collection.
     *
     * @param parse the name for an id; empty if it is none
     */
    public UnconfirmedDocuments(
            ReactiveMongoTemplate mongo,
            String collection,
            Function<T, String> id,
            Function<String, Optional<T>> parse) {
        this.mongo = mongo;
        this.collection = collection;
        this.id = id;
        this.parse = parse;
    }

    /** Prepares the index by which the sweep finds them. */
    public Mono<Void> prepare() {
        return mongo.indexOps(collection)
                .createIndex(new Index(UNCONFIRMED, Direction.ASC).sparse())
                .then();
    }

    /** A new document, with its mark. */
    public Document begin(T name, Instant written) {
        return new Document("_id", id.apply(name))
                .append(WRITTEN, Date.from(written))
                .append(UNCONFIRMED, true);
    }

    /** The names of those that were written before a time and have their mark. */
    public Flux<T> writtenBefore(Instant time) {
        Query query = query(where(UNCONFIRMED).is(true).and(WRITTEN).lt(Date.from(time)));
        query.fields().include("_id");
        return mongo.find(query, Document.class, collection)
                .mapNotNull(document -> parse.apply(document.getString("_id")).orElse(null));
    }

    /** Takes the mark off documents that count. */
    public Mono<Void> confirm(Collection<T> names) {
        return mongo.updateMulti(query(among(names)), new Update().unset(UNCONFIRMED), collection)
                .then();
    }

    /** Removes documents that do not count and never will. */
    public Mono<Void> discard(Collection<T> names) {
        return mongo.remove(query(among(names)), collection).then();
    }

    private Criteria among(Collection<T> names) {
        return where("_id").in(names.stream().map(id).toList()).and(UNCONFIRMED).is(true);
    }
}
