package org.healthpassport.api.document.moving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.KeptDocuments;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.object.ObjectMissing;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Moves one object to the store where it would go today.
 *
 * <pre>
 *   copied, digest compared --> noted in the document (the commit) --> removed from the former store
 * </pre>
 *
 * If this ends half-way, the sweep of orphans removes whichever object the document does not name.
 */
final class ObjectMove {
    private static final Logger log = LoggerFactory.getLogger(ObjectMove.class);

    private final KeptDocuments documents;
    private final DocumentStores stores;
    private final Scheduler blocking;

    ObjectMove(KeptDocuments documents, DocumentStores stores, Scheduler blocking) {
        this.documents = documents;
        this.stores = stores;
        this.blocking = blocking;
    }

    /**
     * Moves the object of a document that lies in {@code from}.
     *
     * @return false if it cannot be moved and stays where it is; fails with {@link StoreUnavailable} or
     *     {@link org.healthpassport.vault.object.StoreRefused} if the same would happen to all others
     */
    Mono<Boolean> move(String documentId, DocumentState state, ObjectStore from) {
        Ciphertext ciphertext =
                state.description() == null ? null : state.description().ciphertext();
        String name = state.objectName();
        if (ciphertext == null || name == null || !from.label().equals(state.store())) {
            return Mono.just(true); // changed since it was listed
        }
        ObjectStore to = stores.forNew(ciphertext.sizeBytes()).orElse(null);
        if (to == null) {
            log.warn("Expected to move document {}, but it is too large for the stores of new documents", documentId);
            return Mono.just(false);
        }
        return Mono.fromCallable(() -> copy(name, ciphertext, from, to))
                .subscribeOn(blocking)
                .flatMap(copied -> documents.move(documentId, from.label(), to.label()))
                .switchIfEmpty(Mono.just("")) // deleted meanwhile: it lies nowhere
                .flatMap(place -> remove(documentId, name, place, from, to))
                .thenReturn(true)
                .onErrorResume(failure -> concernsItAlone(failure), failure -> {
                    log.warn("Expected to move document {}, but it failed; it stays where it is", documentId, failure);
                    return Mono.just(false);
                });
    }

    private static boolean concernsItAlone(Throwable failure) {
        return failure instanceof UncheckedIOException
                || failure instanceof ObjectMissing
                || failure instanceof org.healthpassport.vault.object.DamagedObject
                || failure instanceof org.healthpassport.vault.object.ObjectConflict
                || failure instanceof org.healthpassport.vault.object.ObjectRejected;
    }

    private static boolean copy(String name, Ciphertext ciphertext, ObjectStore from, ObjectStore to) {
        try (SeekableByteChannel bytes = from.open(name)) {
            to.putIfAbsent(name, bytes, ciphertext.sizeBytes(), ciphertext.sha256());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the object from where the document does not lie; the sweep does so if this fails. */
    private Mono<Void> remove(String documentId, String name, String place, ObjectStore from, ObjectStore to) {
        return Mono.<Void>fromRunnable(() -> {
                    for (ObjectStore store : new ObjectStore[] {from, to}) {
                        if (!store.label().equals(place)) {
                            store.delete(name);
                        }
                    }
                })
                .subscribeOn(blocking)
                .onErrorResume(ObjectStoreFailure.class, failure -> {
                    log.warn(
                            "Expected to remove the object that document {} left behind, but it failed; the sweep will try again",
                            documentId);
                    return Mono.empty();
                });
    }
}
