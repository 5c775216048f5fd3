package org.healthpassport.api.document;

import java.time.Clock;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The documents of all patients for the operator: the places where their bytes lie, and those that could not be stored.
 * Whoever calls this gives out ids, reasons and numbers, and nothing else.
 */
@Component
public final class KeptDocuments {
    /** List field of documents that could not be stored. */
    static final String FAILED = "failed";

    static final String YES = "YES";
    /** List field: the label of the store in which the document lies. */
    static final String STORE = "store";

    private final Aggregates<DocumentState> aggregates;
    private final WorkerRetrySettings waiting;
    private final Clock clock;

    KeptDocuments(AggregateStore store, WorkerRetrySettings waiting, Clock clock) {
        this.aggregates = store.of(Documents.KIND);
        this.waiting = waiting;
        this.clock = clock;
    }

    /** The documents that could not be stored, newest first. */
    public Flux<ListedAggregate<DocumentState>> failed(@Nullable ListPosition after) {
        return aggregates.listedBy(FAILED, YES, after);
    }

    /** Has a document stored that could not be; refused if there is none, or if it did not fail. */
    public Mono<Void> retry(String documentId) {
        return aggregates
                .change(documentId, document -> DocumentDecisions.retry(document, clock.instant(), waiting))
                .switchIfEmpty(Mono.error(new DocumentRefusal.NoSuchDocument()::asException))
                .then();
    }

    /** The labels of all stores in which documents lie. */
    public Flux<String> stores() {
        return aggregates.valuesOf(STORE);
    }

    /** The number of documents that lie in a store. */
    public Mono<Long> countIn(String store) {
        return aggregates.countBy(STORE, store, Integer.MAX_VALUE);
    }

    /** The documents that lie in a store. */
    public Flux<ListedAggregate<DocumentState>> in(String store) {
        return aggregates.listedBy(STORE, store, null);
    }

    /** Notes that the object of a document lies in another store now. The store where the document lies after that. */
    public Mono<String> move(String documentId, String from, String to) {
        return aggregates
                .change(documentId, document -> DocumentDecisions.moved(document, from, to))
                .mapNotNull(document -> document.state().store());
    }

    /** The document as it is now; empty if there is none. */
    public Mono<Snapshot<DocumentState>> now(String documentId) {
        return aggregates.find(documentId);
    }
}
