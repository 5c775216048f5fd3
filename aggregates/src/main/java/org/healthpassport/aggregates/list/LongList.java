package org.healthpassport.aggregates.list;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One reading of a list, in chunks that grow, each read when the one before is used up, as most want the beginning only. */
final class LongList {
    /** A page of usual size, and the one more that tells whether it is the last. */
    private static final int FIRST_CHUNK = 51;
    /** Some megabytes at most. */
    private static final int LARGEST_CHUNK = 400;

    private final ReactiveMongoTemplate mongo;
    private final String collection;
    private final Query list;
    private final Set<String> given = new HashSet<>();
    private @Nullable String lastGiven;

    private LongList(ReactiveMongoTemplate mongo, String collection, Query list) {
        this.mongo = mongo;
        this.collection = collection;
        this.list = list;
    }

    /**
     * Reads a list, each document once.
     *
     * @param list a query with an order, and without a limit
     */
    static Flux<Document> read(ReactiveMongoTemplate mongo, String collection, Query list) {
        return Flux.defer(() -> new LongList(mongo, collection, list).chunks());
    }

    private Flux<Document> chunks() {
        return next(FIRST_CHUNK)
                .expand(chunk -> chunk.isLast() ? Mono.empty() : next(Math.min(given.size(), LARGEST_CHUNK)))
                .concatMap(chunk -> Flux.fromIterable(chunk.documents()), 0);
    }

    /**
     * Begins with the last document that was given, and not at its time, which may be damaged. If it is no longer in its
     * place, because the list was changed meanwhile, all the rest is read at once.
     */
    private Mono<Chunk> next(int limit) {
        int again = given.isEmpty() ? 0 : 1;
        return find(Query.of(list).skip(given.size() - again).limit(limit + again))
                .flatMap(found -> again == 0 || isLastGiven(found)
                        ? Mono.just(chunk(found, found.size() < limit + again))
                        : find(list).map(all -> chunk(all, true)));
    }

    private Mono<List<Document>> find(Query query) {
        return mongo.find(query, Document.class, collection).collectList();
    }

    private boolean isLastGiven(List<Document> found) {
        return !found.isEmpty() && id(found.get(0)).equals(lastGiven);
    }

    private Chunk chunk(List<Document> found, boolean isLast) {
        List<Document> added =
                found.stream().filter(document -> given.add(id(document))).toList();
        if (!added.isEmpty()) {
            lastGiven = id(added.get(added.size() - 1));
        }
        return new Chunk(added, isLast);
    }

    private static String id(Document document) {
        return String.valueOf(document.get("_id"));
    }

    private record Chunk(List<Document> documents, boolean isLast) {}
}
