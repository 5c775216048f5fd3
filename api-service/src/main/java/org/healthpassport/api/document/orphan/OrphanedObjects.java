package org.healthpassport.api.document.orphan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.api.document.KeptDocuments;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.object.DocumentObject;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Objects that no document names: left by a process that died, by a move, or by a store that was away at a deletion. */
@Component
class OrphanedObjects {
    private static final Logger log = LoggerFactory.getLogger(OrphanedObjects.class);
    /** Below this number, the share of orphans says nothing. */
    private static final int FEW = 100;

    private final KeptDocuments documents;
    private final Scheduler blocking;

    OrphanedObjects(KeptDocuments documents, Scheduler documentScheduler) {
        this.documents = documents;
        this.blocking = documentScheduler;
    }

    /**
     * Removes the objects of a store that are orphans and were created before a time. If they are most of what lies there,
     * none is removed: the store then probably belongs to another deployment, or the database was restored from a backup.
     *
     * @return the number of orphans found
     */
    Mono<Long> remove(ObjectStore store, Instant createdBefore) {
        return orphans(store, createdBefore).flatMap(found -> {
            if (found.orphans.size() > FEW && found.orphans.size() > found.objects / 2) {
                log.error(
                        "{} of {} objects in the store {} belong to no document, which is too many to be left-overs; none was removed. Check that no other deployment uses this store, and that the database is the right one",
                        found.orphans.size(),
                        found.objects,
                        store.label());
                return Mono.just((long) found.orphans.size());
            }
            return Flux.fromIterable(found.orphans)
                    .concatMap(
                            name -> Mono.fromRunnable(() -> store.delete(name)).subscribeOn(blocking))
                    .then(Mono.fromSupplier(() -> told(found, store)));
        });
    }

    private static long told(Found found, ObjectStore store) {
        if (!found.orphans.isEmpty()) {
            log.info("Removed {} objects without a document from the store {}", found.orphans.size(), store.label());
        }
        return found.orphans.size();
    }

    private Mono<Found> orphans(ObjectStore store, Instant createdBefore) {
        if (!store.abilities().listing()) {
            return Mono.empty();
        }
        return Flux.using(() -> store.list(DocumentObject.PREFIX), Flux::fromStream, Stream::close)
                .subscribeOn(blocking)
                .filter(object -> object.createdAt().isBefore(createdBefore))
                .concatMap(object -> isOrphan(object, store).map(orphan -> new Looked(object.name(), orphan)))
                .collect(Found::new, Found::add);
    }

    /** A document that cannot be read may need its object. */
    private Mono<Boolean> isOrphan(ListedObject object, ObjectStore store) {
        return DocumentObject.documentId(object.name())
                .map(documentId -> documents
                        .fateOfObject(documentId, store.label())
                        .map(fate -> fate == LeftoverFate.REMOVABLE)
                        .onErrorReturn(SealBroken.class, false))
                .orElse(Mono.just(false));
    }

    private record Looked(String name, boolean orphan) {}

    private static final class Found {
        private final List<String> orphans = new ArrayList<>();
        private long objects;

        void add(Looked looked) {
            objects++;
            if (looked.orphan()) {
                orphans.add(looked.name());
            }
        }
    }
}
