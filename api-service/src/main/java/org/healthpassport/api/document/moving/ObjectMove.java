package org.healthpassport.api.document.moving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Set;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.KeptDocuments;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Moves one object to the store where it would go today.
 *
 * <pre>
 *   copied, digest compared --> noted in the document (the commit) --> seen in the new store --> removed from the former one
 * </pre>
 *
 * If this ends half-way, the sweep of orphans removes the object that the document gave up.
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
     * @param aliases stores that are {@code from} by another name, so that nothing may be removed
     * @return false if it cannot be moved and stays where it is; fails if the same would happen to all others
     */
    Mono<Boolean> move(String documentId, DocumentState state, ObjectStore from, Set<ObjectStore> aliases) {
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
                .filter(place -> place.equals(to.label()) && !aliases.contains(to))
                .flatMap(place -> removeFrom(from, documentId, name, ciphertext, to))
                .thenReturn(true)
                .onErrorResume(failure -> concernsItAlone(failure, from, to).flatMap(alone -> {
                    if (!alone) {
                        return Mono.error(failure);
                    }
                    log.warn("Expected to move document {}, but it failed; it stays where it is", documentId, failure);
                    return Mono.just(false);
                }));
    }

    private static boolean copy(String name, Ciphertext ciphertext, ObjectStore from, ObjectStore to) {
        try (SeekableByteChannel bytes = from.open(name)) {
            to.putIfAbsent(name, bytes, ciphertext.sizeBytes(), ciphertext.sha256());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the object from the former store once the new one shows it; the sweep does so if this fails. */
    private Mono<Void> removeFrom(
            ObjectStore from, String documentId, String name, Ciphertext ciphertext, ObjectStore to) {
        return Mono.<Void>fromRunnable(() -> {
                    if (to.find(name)
                            .filter(object -> object.holds(ciphertext.sizeBytes(), ciphertext.sha256()))
                            .isPresent()) {
                        from.delete(name);
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

    /** True if both stores still work for another object. */
    private Mono<Boolean> concernsItAlone(Throwable failure, ObjectStore from, ObjectStore to) {
        if (!(failure instanceof ObjectStoreFailure || failure instanceof UncheckedIOException)) {
            return Mono.just(false);
        }
        return Mono.fromCallable(() -> {
                    StoreCheck.requireReadable(from);
                    StoreCheck.requireWritable(to);
                    return true;
                })
                .subscribeOn(blocking)
                .onErrorReturn(ObjectStoreFailure.class, false);
    }
}
