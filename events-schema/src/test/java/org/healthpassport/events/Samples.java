package org.healthpassport.events;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.account.AccountRegistered;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.document.DocumentFailed;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.document.DocumentStored;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;

/** One payload of every type, with every field set: what the committed golden bytes hold. */
final class Samples {
    private static final long SIZE_BYTES = 1_234_567_890_123L;

    private Samples() {}

    static List<SpecificRecord> all() {
        return List.of(
                AccountRegistered.newBuilder()
                        .setAccountId("account-1")
                        .setRole("PATIENT")
                        .setPatientId("patient-1")
                        .build(),
                received(),
                DocumentStored.newBuilder()
                        .setDocumentId("document-1")
                        .setPatientId("patient-1")
                        .setObjectName("documents/document-1")
                        .setCiphertextSizeBytes(SIZE_BYTES)
                        .setCiphertextSha256(digest())
                        .build(),
                DocumentFailed.newBuilder()
                        .setDocumentId("document-1")
                        .setPatientId("patient-1")
                        .setReason(FailureReason.STAGED_BYTES_DAMAGED)
                        .build(),
                DocumentDeleted.newBuilder()
                        .setDocumentId("document-1")
                        .setPatientId("patient-1")
                        .setObjectName("documents/document-1")
                        .build(),
                DocumentProcessed.newBuilder()
                        .setDocumentId("document-1")
                        .setPatientId("patient-1")
                        .setOutcome(ProcessingOutcome.FAILED)
                        .setFailureReason(FailureReason.STAGED_BYTES_MISSING)
                        .setObjectName("documents/document-1")
                        .setCiphertextSizeBytes(SIZE_BYTES)
                        .setCiphertextSha256(digest())
                        .build());
    }

    static DocumentReceived received() {
        return DocumentReceived.newBuilder()
                .setDocumentId("document-1")
                .setPatientId("patient-1")
                .setCiphertextSizeBytes(SIZE_BYTES)
                .setCiphertextSha256(digest())
                .build();
    }

    private static ByteBuffer digest() {
        byte[] digest = new byte[32];
        for (int i = 0; i < digest.length; i++) {
            digest[i] = (byte) (i * 8);
        }
        return ByteBuffer.wrap(digest);
    }
}
