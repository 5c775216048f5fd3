package org.healthpassport.api.document.orphan;

import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.KeptDocuments;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Documents whose objects are gone or damaged, which is a loss. */
@Component
class LostObjects {
    private static final Logger log = LoggerFactory.getLogger(LostObjects.class);

    private final KeptDocuments documents;
    private final Scheduler blocking;

    LostObjects(KeptDocuments documents, Scheduler storeScheduler) {
        this.documents = documents;
        this.blocking = storeScheduler;
    }

    /** The number of documents in a store whose objects are missing; each one is logged. One request to the store for each. */
    Mono<Long> count(ObjectStore store) {
        return documents
                .in(store.label())
                .concatMap(listed -> isLost(listed, store))
                .filter(lost -> lost)
                .count();
    }

    private Mono<Boolean> isLost(ListedAggregate<DocumentState> listed, ObjectStore store) {
        return listed.aggregate()
                .fold(document -> missing(document.id(), document.state(), store), unreadable -> Mono.just(false));
    }

    private Mono<Boolean> missing(String documentId, DocumentState state, ObjectStore store) {
        String name = state.objectName();
        if (name == null || !store.label().equals(state.store())) {
            return Mono.just(false);
        }
        return Mono.fromCallable(() -> isMissing(name, store))
                .subscribeOn(blocking)
                // It may have been deleted or moved between the list and the look.
                .filterWhen(missing -> missing
                        ? documents
                                .now(documentId)
                                .map(now -> store.label().equals(now.state().store()))
                        : Mono.just(true))
                .defaultIfEmpty(false)
                .doOnNext(missing -> {
                    if (missing) {
                        log.error(
                                "Expected the object of document {} in the store {}, but it is gone or damaged; restore it from a backup",
                                documentId,
                                store.label());
                    }
                });
    }

    private static boolean isMissing(String name, ObjectStore store) {
        try {
            return store.find(name).isEmpty();
        } catch (DamagedObject e) {
            return true;
        }
    }
}
