package org.healthpassport.documents;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.DocumentObject;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.staging.StagedFileMissing;
import org.healthpassport.vault.staging.StagedFiles;

/**
 * Copies ciphertext from the staged files to the object store. The name of an object is derived from the ids of patient
 * and document, so a repeated event changes nothing.
 */
final class DocumentStorage {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");

    private final StagedFiles stagedFiles;
    private final ObjectStore objects;

    DocumentStorage(StagedFiles stagedFiles, ObjectStore objects) {
        this.stagedFiles = stagedFiles;
        this.objects = objects;
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
        try (SeekableByteChannel ciphertext = stagedFiles.open(document.getDocumentId())) {
            objects.putIfAbsent(
                    name,
                    ciphertext,
                    document.getCiphertextSizeBytes(),
                    PayloadBytes.of(document.getCiphertextSha256()));
            return stored(document, name);
        } catch (StagedFileMissing e) {
            return storedEarlierOr(FailureReason.STAGED_BYTES_MISSING, document, name);
        } catch (DamagedObject e) {
            return storedEarlierOr(FailureReason.STAGED_BYTES_DAMAGED, document, name);
        }
    }

    /** Deletes the object, if it exists. Ignores the object name in the event and derives it from the ids. */
    void delete(DocumentDeleted document) {
        requireId(document.getDocumentId());
        requireId(document.getPatientId());
        objects.delete(DocumentObject.name(document.getPatientId(), document.getDocumentId()));
    }

    private static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new ImpossibleValue(
                    "Expected an id of lower case letters, digits and hyphens, but it has other characters or another length");
        }
    }

    private DocumentProcessed storedEarlierOr(FailureReason reason, DocumentReceived document, String name) {
        return objects.find(name)
                .filter(object -> holds(object, document))
                .map(object -> stored(document, name))
                .orElseGet(() -> failed(document, reason));
    }

    private static boolean holds(StoredObject object, DocumentReceived document) {
        return object.sizeBytes() == document.getCiphertextSizeBytes()
                && Arrays.equals(object.sha256(), PayloadBytes.of(document.getCiphertextSha256()));
    }

    private static DocumentProcessed stored(DocumentReceived document, String name) {
        return new DocumentProcessed(
                document.getDocumentId(),
                document.getPatientId(),
                ProcessingOutcome.STORED,
                null,
                name,
                document.getCiphertextSizeBytes(),
                document.getCiphertextSha256());
    }

    private static DocumentProcessed failed(DocumentReceived document, FailureReason reason) {
        return new DocumentProcessed(
                document.getDocumentId(),
                document.getPatientId(),
                ProcessingOutcome.FAILED,
                reason,
                null,
                0L,
                ByteBuffer.allocate(0));
    }
}
