package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.events.EventType;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.healthpassport.vault.staging.StagedFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Uploads documents over HTTP, and does what the document worker would do with them, as none runs here. */
public final class UploadedDocuments {
    private final ApiUnderTest api;

    public UploadedDocuments(ApiUnderTest api) {
        this.api = api;
    }

    /** Uploads a PDF of so many bytes and has it stored; gives its id. */
    public String storedPdf(SignedIn patient, int size) {
        String path = path(patient, Form.of(Pdf.ofSize(size)));
        store(patient, path);
        return idIn(path);
    }

    /** Uploads a PDF that is not stored yet; gives its id. */
    public String receivedPdf(SignedIn patient, int size) {
        return idIn(path(patient, Form.of(Pdf.ofSize(size))));
    }

    /** Uploads a PDF that the worker cannot store; gives its id. */
    public String failedPdf(SignedIn patient, int size) {
        String path = path(patient, Form.of(Pdf.ofSize(size)));
        fail(patient, path);
        return idIn(path);
    }

    /** The bytes of such a PDF. */
    public static byte[] pdf(int size) {
        return Pdf.ofSize(size);
    }

    /** Uploads a PDF that may be refused. */
    public ResponseSpec upload(SignedIn patient, int size) {
        return upload(patient, Form.of(Pdf.ofSize(size)));
    }

    ResponseSpec upload(SignedIn patient, byte[] form) {
        return api.client(patient)
                .post()
                .uri("/api/patient/upload-document")
                .contentType(Form.TYPE)
                .bodyValue(form)
                .exchange();
    }

    /** Uploads what must be taken, and gives the metadata. */
    Map<?, ?> taken(SignedIn patient, byte[] form) {
        Map<?, ?> metadata = upload(patient, form)
                .expectStatus()
                .isAccepted()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        assertThat(metadata).isNotNull();
        return metadata;
    }

    /** The path of a document that was taken. */
    public String path(SignedIn patient, byte[] form) {
        return path(taken(patient, form));
    }

    static String path(Map<?, ?> metadata) {
        return "/api/patients/" + metadata.get("patientId") + "/documents/" + metadata.get("documentId");
    }

    /** Stores the ciphertext, reports it, and waits until the report was heard. */
    public void store(SignedIn patient, String path) {
        String documentId = idIn(path);
        String name = "documents/" + patient.patientId() + "/" + documentId;
        try {
            byte[] ciphertext = stagedBytes(documentId);
            byte[] sha256 = Sha256.of(ciphertext);
            new FileSystemObjectStore(api.folder().resolve("objects"), Clock.systemUTC())
                    .putIfAbsent(
                            name, Channels.newChannel(new ByteArrayInputStream(ciphertext)), ciphertext.length, sha256);
            report(patient, documentId, ProcessingOutcome.STORED, null, name, ciphertext.length, sha256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitStatus(patient, path, "STORED");
    }

    /** Reports that the document could not be stored, and waits until that was heard. */
    void fail(SignedIn patient, String path) {
        report(patient, idIn(path), ProcessingOutcome.FAILED, FailureReason.STAGED_BYTES_DAMAGED, null, 0, new byte[0]);
        awaitStatus(patient, path, "FAILED");
    }

    public static String idIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Path stagedFolder() {
        return api.folder().resolve("staged");
    }

    /** Names of all that is staged, whole or in the making. */
    public Set<String> staged() {
        try (Stream<Path> files = Files.walk(stagedFolder())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ciphertext of a document that is staged. */
    byte[] stagedBytes(String documentId) throws IOException {
        try (SeekableByteChannel ciphertext =
                StagedFiles.at(stagedFolder().toUri()).open(documentId)) {
            return Channels.newInputStream(ciphertext).readAllBytes();
        }
    }

    private void report(
            SignedIn patient,
            String documentId,
            ProcessingOutcome outcome,
            @Nullable FailureReason reason,
            @Nullable String objectName,
            long sizeBytes,
            byte[] sha256) {
        DocumentProcessed report = new DocumentProcessed(
                documentId,
                patient.patientId(),
                outcome,
                reason,
                objectName,
                sizeBytes,
                ByteBuffer.wrap(sha256),
                FileSystemObjectStore.LABEL);
        api.report(EventType.DOCUMENT_PROCESSED, documentId, report);
    }

    private void awaitStatus(SignedIn patient, String path, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> api.client(patient)
                        .get()
                        .uri(path)
                        .exchange()
                        .expectBody()
                        .jsonPath("$.status")
                        .isEqualTo(status));
    }
}
