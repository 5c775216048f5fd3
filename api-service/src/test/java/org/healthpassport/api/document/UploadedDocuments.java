package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Uploads documents over HTTP, and sees what is staged of them. */
final class UploadedDocuments {
    private final ApiUnderTest api;

    UploadedDocuments(ApiUnderTest api) {
        this.api = api;
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
    String path(SignedIn patient, byte[] form) {
        return path(taken(patient, form));
    }

    static String path(Map<?, ?> metadata) {
        return "/api/patients/" + metadata.get("patientId") + "/documents/" + metadata.get("documentId");
    }

    static String idIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Path stagedFolder() {
        return api.folder().resolve("staged");
    }

    /** Names of all that is staged, whole or in the making. */
    Set<String> staged() {
        try (Stream<Path> files = Files.walk(stagedFolder())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
