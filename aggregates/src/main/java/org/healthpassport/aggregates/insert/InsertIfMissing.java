package org.healthpassport.aggregates.insert;

import org.bson.Document;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/** Inserts documents that another instance may insert at the same moment, and tells which of them was first. */
public final class InsertIfMissing {
    private InsertIfMissing() {}

    /**
     * Inserts a document durably.
     *
     * @return false if there already is one with its id, or with its value in a unique index, which stays as it is
     */
    public static Mono<Boolean> insert(ReactiveMongoTemplate mongo, Document document, String collection) {
        return mongo.insert(document, collection).thenReturn(true).onErrorReturn(DuplicateKeyException.class, false);
    }
}
