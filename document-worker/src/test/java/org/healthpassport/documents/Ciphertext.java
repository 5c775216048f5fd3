package org.healthpassport.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.staging.StagedFiles;

/** A document in the view of the worker: ciphertext, and the ids of document and patient. */
record Ciphertext(String patientId, String documentId, byte[] bytes) {

    static Ciphertext ofSize(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return new Ciphertext(UUID.randomUUID().toString(), UUID.randomUUID().toString(), bytes);
    }

    Ciphertext stagedIn(StagedFiles files) {
        return stagedAs(bytes, files);
    }

    /** Like {@link #stagedIn}, but with damaged bytes. */
    Ciphertext stagedAs(byte[] actual, StagedFiles files) {
        try (StagedFile file = files.begin(documentId)) {
            ByteBuffer rest = ByteBuffer.wrap(actual);
            while (rest.hasRemaining()) {
                file.channel().write(rest);
            }
            file.commit();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DocumentReceived received() {
        return new DocumentReceived(documentId, patientId, (long) bytes.length, ByteBuffer.wrap(sha256()));
    }

    DocumentDeleted deleted(String objectName) {
        return new DocumentDeleted(documentId, patientId, objectName);
    }

    String objectName() {
        return "documents/" + patientId + "/" + documentId;
    }

    private byte[] sha256() {
        return Sha256.of(bytes);
    }
}
