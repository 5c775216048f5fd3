package org.healthpassport.documents;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.DocumentObject;
import org.healthpassport.vault.object.ObjectConflict;
import org.healthpassport.vault.object.ObjectRejected;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.staging.StagedFileMissing;
import org.healthpassport.vault.staging.StagedFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies ciphertext from the staged files to an object store. The name of an object is derived from the ids of patient
 * and document, so a repeated event changes nothing.
 */
final class DocumentStorage {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentStorage.class);
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");

    private final StagedFiles stagedFiles;
    private final DocumentStores stores;

    DocumentStorage(StagedFiles stagedFiles, DocumentStores stores) {
        this.stagedFiles = stagedFiles;
        this.stores = stores;
    }

    /**
     * The outcome is FAILED only if a retry cannot help; temporary failures are thrown.
     *
     * @throws ImpossibleValue if no received document can have such ids, size or digest
     */
    DocumentProcessed store(DocumentReceived document) throws IOException {
        requireId(document.getDocumentId());
        requireId(document.getPatientId());
        if (document.getCiphertextSizeBytes() < 0) {
            throw new ImpossibleValue("Expected the size of a document, but it is negative");
        }
        if (document.getCiphertextSha256().remaining() != Sha256.BYTES) {
            throw new ImpossibleValue("Expected a SHA-256, but it has another length");
        }
        String name = DocumentObject.name(document.getPatientId(), document.getDocumentId());
        Optional<ObjectStore> store = stores.forNew(document.getCiphertextSizeBytes());
        if (store.isEmpty()) {
            return failed(document, FailureReason.TOO_LARGE_FOR_STORES);
        }
        try (SeekableByteChannel ciphertext = stagedFiles.open(document.getDocumentId())) {
            store.get()
                    .putIfAbsent(
                            name,
                            ciphertext,
                            document.getCiphertextSizeBytes(),
                            PayloadBytes.of(document.getCiphertextSha256()));
            return stored(document, name, store.get());
        } catch (StagedFileMissing e) {
            return storedEarlierOr(FailureReason.STAGED_BYTES_MISSING, document, name);
        } catch (DamagedObject e) {
            return storedEarlierOr(FailureReason.STAGED_BYTES_DAMAGED, document, name);
        } catch (ObjectConflict e) {
            return failed(document, FailureReason.OTHER_BYTES_STORED);
        } catch (ObjectRejected | StoreRefused e) {
            // If it takes another object, it is this one that it does not want; otherwise this throws.
            StoreCheck.requireWritable(store.get());
            LOG.warn("Expected to store document {}, but the object store rejects it", document.getDocumentId(), e);
            return failed(document, FailureReason.STORE_REJECTED);
        }
    }

    /**
     * Deletes the object wherever it lies; it may be on its way from one store to another. A single object that cannot be
     * deleted holds up nobody, and neither does a store that takes no new documents: a sweep deletes the object later.
     */
    void delete(String patientId, String documentId) {
        requireId(documentId);
        requireId(patientId);
        String name = DocumentObject.name(patientId, documentId);
        for (ObjectStore store : stores.all()) {
            try {
                store.delete(name);
            } catch (StoreUnavailable | StoreRefused | ObjectRejected e) {
                if (stores.forNew().contains(store) && !(e instanceof ObjectRejected)) {
                    // If it deletes another object, it is this one that cannot be deleted; otherwise this throws.
                    StoreCheck.requireWritable(store);
                }
                LOG.warn(
                        "Expected to delete the object of document {} in the store {}, but it failed; a sweep will delete it",
                        documentId,
                        store.label(),
                        e);
            }
        }
    }

    private static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new ImpossibleValue(
                    "Expected an id of lower case letters, digits and hyphens, but it has other characters or another length");
        }
    }

    private DocumentProcessed storedEarlierOr(FailureReason reason, DocumentReceived document, String name) {
        for (ObjectStore store : stores.all()) {
            try {
                if (store.find(name).filter(object -> holds(object, document)).isPresent()) {
                    return stored(document, name, store);
                }
            } catch (DamagedObject otherBytes) {
                return failed(document, FailureReason.OTHER_BYTES_STORED);
            }
        }
        return failed(document, reason);
    }

    private static boolean holds(StoredObject object, DocumentReceived document) {
        return object.holds(document.getCiphertextSizeBytes(), PayloadBytes.of(document.getCiphertextSha256()));
    }

    private static DocumentProcessed stored(DocumentReceived document, String name, ObjectStore store) {
        return new DocumentProcessed(
                document.getDocumentId(),
                document.getPatientId(),
                ProcessingOutcome.STORED,
                null,
                name,
                document.getCiphertextSizeBytes(),
                document.getCiphertextSha256(),
                store.label());
    }

    private static DocumentProcessed failed(DocumentReceived document, FailureReason reason) {
        return new DocumentProcessed(
                document.getDocumentId(),
                document.getPatientId(),
                ProcessingOutcome.FAILED,
                reason,
                null,
                0L,
                ByteBuffer.allocate(0),
                "");
    }
}
