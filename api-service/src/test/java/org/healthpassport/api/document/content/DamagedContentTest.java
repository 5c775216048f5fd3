package org.healthpassport.api.document.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.vault.object.folder.ObjectFile;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody changes a stored object. */
class DamagedContentTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest
    @ValueSource(ints = {0, 10, ObjectFile.HEADER_BYTES, ObjectFile.HEADER_BYTES + 30})
    void shouldSayThatTheContentIsDamaged(int position) throws IOException {
        // given
        SignedIn patient = api.newPatient();
        String document = new UploadedDocuments(api).storedPdf(patient, 1_000);
        Path object = object(document);
        byte[] bytes = Files.readAllBytes(object);
        bytes[position] ^= 1;

        // when
        Files.write(object, bytes);

        // then
        api.client(patient)
                .get()
                .uri("/api/patients/" + patient.patientId() + "/documents/" + document + "/content")
                .exchange()
                .expectStatus()
                .isEqualTo(500)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:unreadable")
                .jsonPath("$.detail")
                .isEqualTo(
                        "The stored content of this document is damaged. The operator can restore it from a backup.");
    }

    private static Path object(String document) throws IOException {
        try (Stream<Path> objects = Files.walk(api.folder().resolve("objects"))) {
            return objects.filter(file -> file.getFileName().toString().endsWith(document))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
