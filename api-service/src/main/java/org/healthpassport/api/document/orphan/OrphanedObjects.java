package org.healthpassport.api.document.orphan;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.DocumentStatus;
import org.healthpassport.api.document.KeptDocuments;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.object.DocumentObject;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectName;
import org.healthpassport.vault.object.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Objects that no document needs: left by a process that died, by a move, or by a store that was away at a deletion.
 *
 * <p>Removed is only what a document itself gives up: it is deleted, or it lies in another store, where its bytes were just
 * seen. An object whose document does not exist is counted and left alone: that happens where the store belongs to another
 * deployment, or the database is older than the store.
 */
@Component
class OrphanedObjects {
    private static final Logger log = LoggerFactory.getLogger(OrphanedObjects.class);

    private final KeptDocuments documents;
    private final DocumentStores stores;
    private final Scheduler blocking;

    OrphanedObjects(KeptDocuments documents, DocumentStores stores, Scheduler storeScheduler) {
        this.documents = documents;
        this.stores = stores;
        this.blocking = storeScheduler;
    }

    private enum Fate {
        NEEDED,
        REMOVED,
        UNKNOWN
    }

    /**
     * Removes the objects of a store that their documents gave up and that were created before a time.
     *
     * @return the number of orphans found, whether removed or left alone
     */
    Mono<Long> remove(ObjectStore store, Instant createdBefore) {
        if (!store.abilities().listing()) {
            return Mono.just(0L);
        }
        Map<ObjectStore, Mono<Boolean>> aliases = new ConcurrentHashMap<>();
        return Flux.using(() -> store.list(DocumentObject.PREFIX), Flux::fromStream, Stream::close)
                .subscribeOn(blocking)
                .filter(object -> object.createdAt().isBefore(createdBefore) && ObjectName.isValid(object.name()))
                .concatMap(object -> settle(object, store, aliases))
                .collect(Count::new, Count::add)
                .map(count -> told(count, store));
    }

    private Mono<Fate> settle(ListedObject object, ObjectStore store, Map<ObjectStore, Mono<Boolean>> aliases) {
        return DocumentObject.documentId(object.name())
                .map(documentId -> documents
                        .now(documentId)
                        .flatMap(document -> settle(object.name(), document.state(), store, aliases))
                        .defaultIfEmpty(Fate.UNKNOWN)
                        // It may need its object.
                        .onErrorReturn(SealBroken.class, Fate.NEEDED))
                .orElse(Mono.just(Fate.UNKNOWN));
    }

    private Mono<Fate> settle(
            String name, DocumentState state, ObjectStore store, Map<ObjectStore, Mono<Boolean>> aliases) {
        if (state.status() == DocumentStatus.DELETED) {
            return removed(name, store);
        }
        if (state.status() != DocumentStatus.STORED || store.label().equals(state.store())) {
            return Mono.just(Fate.NEEDED);
        }
        return liesElsewhere(name, state, store, aliases)
                .flatMap(safe -> safe ? removed(name, store) : Mono.just(Fate.NEEDED));
    }

    private Mono<Boolean> liesElsewhere(
            String name, DocumentState state, ObjectStore store, Map<ObjectStore, Mono<Boolean>> aliases) {
        ObjectStore place = stores.labelled(String.valueOf(state.store())).orElse(null);
        Ciphertext ciphertext =
                state.description() == null ? null : state.description().ciphertext();
        if (place == null || ciphertext == null) {
            return Mono.just(false);
        }
        return Mono.fromCallable(() -> place.find(name)
                        .filter(object -> object.holds(ciphertext.sizeBytes(), ciphertext.sha256()))
                        .isPresent())
                .subscribeOn(blocking)
                .flatMap(seen -> seen
                        ? aliases.computeIfAbsent(place, other -> areOne(other, store))
                                .map(one -> !one)
                        : Mono.just(false));
    }

    /** Asked once, however many objects there are. */
    private Mono<Boolean> areOne(ObjectStore one, ObjectStore other) {
        return Mono.fromCallable(() -> StoreCheck.areOne(one, other))
                .subscribeOn(blocking)
                .cache();
    }

    private Mono<Fate> removed(String name, ObjectStore store) {
        return Mono.fromRunnable(() -> store.delete(name)).subscribeOn(blocking).thenReturn(Fate.REMOVED);
    }

    private static long told(Count count, ObjectStore store) {
        if (count.removed > 0) {
            log.info("Removed {} objects that no document needs from the store {}", count.removed, store.label());
        }
        if (count.unknown > 0) {
            log.warn(
                    "{} objects in the store {} belong to no document. They were left alone. Check that no other deployment uses this store, and that the database is not older than the store",
                    count.unknown,
                    store.label());
        }
        return count.removed + count.unknown;
    }

    private static final class Count {
        private long removed;
        private long unknown;

        void add(Fate fate) {
            switch (fate) {
                case REMOVED -> removed++;
                case UNKNOWN -> unknown++;
                case NEEDED -> {}
            }
        }
    }
}
