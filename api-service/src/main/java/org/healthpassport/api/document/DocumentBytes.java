package org.healthpassport.api.document;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.disk.DiskWatch;
import org.healthpassport.api.disk.WatchedPart;
import org.healthpassport.api.document.DocumentFailure.Reason;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.durable.DiskFull;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.ObjectMissing;
import org.healthpassport.vault.object.ObjectRejected;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.staging.StagedFileMissing;
import org.healthpassport.vault.staging.StagedFiles;
import org.healthpassport.vault.staging.StagingUnavailable;
import org.healthpassport.vault.stream.DocumentKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The bytes of documents, staged or stored. Blocking work runs on threads of its own, and fails with a
 * {@link DocumentFailure} if one of the stores does not do its part. Uploads have threads that wait for no object store.
 */
public final class DocumentBytes {
    private static final Logger log = LoggerFactory.getLogger(DocumentBytes.class);

    private final StagedFiles stagedFiles;
    private final DocumentStores stores;
    private final SubjectKeyRing keyRing;
    private final Scheduler staging;
    private final Scheduler reading;
    private final DiskWatch disks;

    DocumentBytes(
            StagedFiles stagedFiles,
            DocumentStores stores,
            SubjectKeyRing keyRing,
            Scheduler staging,
            Scheduler reading,
            DiskWatch disks) {
        this.disks = disks;
        this.stagedFiles = stagedFiles;
        this.stores = stores;
        this.keyRing = keyRing;
        this.staging = staging;
        this.reading = reading;
    }

    /** The threads that receive bytes. */
    public Scheduler forUploads() {
        return staging;
    }

    /** The threads that read bytes, wherever they are. */
    public Scheduler forDownloads() {
        return reading;
    }

    /** The size of the largest file that the object stores can take once it is encrypted. */
    public long largestFile() {
        return DocumentSize.largestFile(stores.maxObjectBytes());
    }

    /** Reports that bytes could not be staged; a full disk shows in the health report from then on. */
    public void stagingFailed(Throwable failure) {
        disks.writeFailed(WatchedPart.STAGING, failure);
    }

    /** Like {@link DiskWatch#inRoomFor}. */
    public <T> Mono<T> inRoomFor(long bytes, Mono<T> upload) {
        return disks.inRoomFor(bytes, upload);
    }

    /** Like {@link DiskWatch#requireRoomForUploads}. */
    public void requireRoom() {
        disks.requireRoomForUploads();
    }

    /** Begins to stage a document that is about to be received. */
    public Mono<StagedFile> begin(String documentId) {
        return call(staging, () -> stagedFiles.begin(documentId));
    }

    /**
     * Opens the plain bytes of a document, staged or stored; empty if they were moved after the state was loaded, so
     * that it must be loaded again.
     */
    public Mono<SeekableByteChannel> open(Grant grant, Snapshot<DocumentState> document) {
        DocumentState state = document.state();
        grant.require(AccessScope.DOCUMENTS_READ, state.patientId());
        DocumentDescription description = state.description();
        if (description == null) {
            return Mono.error(new DocumentRefusal.DocumentDeleted()::asException);
        }
        return keyRing.of(state.patientId())
                .switchIfEmpty(Mono.error(new DocumentRefusal.DocumentDeleted()::asException))
                .flatMap(keys -> call(reading, () -> open(document.id(), state, description, keys)));
    }

    /** Removes the staged bytes; if that fails, a later sweep removes them. */
    public Mono<Void> unstage(String documentId) {
        return Mono.<Void>fromRunnable(() -> stagedFiles.delete(documentId))
                .subscribeOn(staging)
                .onErrorResume(StagingUnavailable.class, failure -> {
                    log.warn(
                            "Expected to delete the staged file of document {}, but it failed; the sweep will try again",
                            documentId);
                    return Mono.empty();
                });
    }

    /** The ids of documents whose bytes were staged before a time. */
    public Mono<List<String>> stagedBefore(Instant time) {
        return call(staging, () -> {
            stagedFiles.sweepAbandoned(time);
            return stagedFiles.olderThan(time);
        });
    }

    private @Nullable SeekableByteChannel open(
            String documentId, DocumentState state, DocumentDescription description, SubjectKeys keys)
            throws IOException {
        DocumentKey key = DocumentKey.unwrap(description.wrappedKey(), keys, state.patientId(), documentId);
        SeekableByteChannel ciphertext;
        try {
            ciphertext = state.objectName() == null
                    ? stagedFiles.open(documentId)
                    : store(state).open(state.objectName());
        } catch (StagedFileMissing | ObjectMissing moved) {
            return null;
        } catch (DamagedObject damaged) {
            throw damaged(documentId);
        }
        try {
            return key.decrypting(ciphertext, documentId);
        } catch (SealBroken broken) {
            ciphertext.close();
            throw damaged(documentId);
        } catch (IOException | RuntimeException unreadable) {
            ciphertext.close();
            throw unreadable;
        }
    }

    private static DocumentFailure damaged(String documentId) {
        log.error(
                "Expected the bytes of document {} as they were received, but they were changed or cut; restore them from a backup",
                documentId);
        return new DocumentFailure(Reason.DAMAGED);
    }

    private ObjectStore store(DocumentState state) {
        String label = String.valueOf(state.store());
        return stores.labelled(label)
                .orElseThrow(() -> new StoreRefused(
                        "Expected a setting that names the object store %s, where documents lie, but there is none; add it to STORAGE_FORMER_URLS."
                                .formatted(label),
                        null));
    }

    private <T> Mono<T> call(Scheduler threads, Callable<@Nullable T> work) {
        return Mono.fromCallable(work).subscribeOn(threads).onErrorMap(DocumentBytes::isAway, failure -> {
            if (DiskFull.caused(failure)) {
                // This service writes to the staging area only.
                stagingFailed(failure);
                return new DocumentFailure(Reason.STAGING_FULL);
            }
            log.warn(
                    "Expected to reach the staging area and the object store, but one of them failed: {}",
                    failure.toString());
            return new DocumentFailure(Reason.STORES_AWAY);
        });
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof StagingUnavailable
                || failure instanceof StoreUnavailable
                || failure instanceof StoreRefused
                || failure instanceof ObjectRejected;
    }
}
