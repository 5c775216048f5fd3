package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.objects.firebase.FirebaseStandin;
import org.healthpassport.objects.remote.FaultyLine;
import org.healthpassport.standalone.ApiClient.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A deployment changes from a folder to Firebase Storage, for which a stand-in answers, and moves what it has. */
class ObjectStoreJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void shouldMoveDocumentsToAnotherStoreAndWaitWhileItIsAway() throws Exception {
        try (FirebaseStandin firebase = FirebaseStandin.start(Files.createDirectory(folder.resolve("firebase")));
                FaultyLine line = FaultyLine.to(firebase.port())) {
            // given a document in the folder
            byte[] first = Pdf.ofSize(300_000, 1);
            Patient patient;
            String ofFolder;
            try (StandaloneProcess process = started(Map.of())) {
                patient = new ApiClient(process.api()).newPatient();
                ofFolder = stored(patient, first);
                process.terminate();
            }
            assertThat(objectsInFolder()).hasSize(1);

            // when another store is set
            Map<String, String> settings = new HashMap<>(firebase.settings());
            settings.put("STORAGE_URL", firebase.storageUrl().replace(":" + firebase.port(), ":" + line.port()));
            settings.put(
                    "STORAGE_FORMER_URLS", data().resolve("objects").toUri().toString());
            try (StandaloneProcess process = started(settings)) {
                ApiClient api = new ApiClient(process.api());
                patient = api.new Patient(patient.email(), patient.patientId(), api.login(patient.email()));
                String administrator = "Bearer " + api.login("admin@localhost", ApiClient.PASSWORD);

                // then the old document is read, and a new one goes there
                assertThat(patient.content(ofFolder).body()).isEqualTo(first);
                byte[] second = Pdf.ofSize(400_000, 2);
                String ofFirebase = stored(patient, second);
                assertThat(patient.content(ofFirebase, "Range", "bytes=100-199").body())
                        .isEqualTo(Arrays.copyOfRange(second, 100, 200));
                assertThat(objectsInFolder()).hasSize(1);

                // when the documents are moved
                assertThat(api.postJson("/api/admin/document-moves", Map.of(), "Authorization", administrator)
                                .statusCode())
                        .isEqualTo(202);

                // then they lie in one store and are the same
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(move(process, api, administrator)
                                        .get("state")
                                        .asString())
                                .isEqualTo("DONE"));
                JsonNode moved = move(process, api, administrator);
                assertThat(moved.get("total").asLong()).isEqualTo(1);
                assertThat(moved.get("failed").asLong()).isZero();
                assertThat(objectsInFolder()).isEmpty();
                assertThat(patient.content(ofFolder).body()).isEqualTo(first);
                assertThat(patient.content(ofFirebase).body()).isEqualTo(second);

                // when the store is away
                line.answer(503, Integer.MAX_VALUE);
                byte[] third = Pdf.ofSize(10_000, 3);
                String waiting = received(patient, third);

                // then uploads are taken and readable, and stored once it is back
                assertThat(patient.content(waiting).body()).isEqualTo(third);
                assertThat(patient.content(ofFolder).statusCode()).isEqualTo(503);
                assertThat(patient.status(waiting)).isEqualTo("RECEIVED");
                line.mend();
                awaitStored(patient, waiting);
                assertThat(patient.content(waiting).body()).isEqualTo(third);

                // and whoever has the store can read nothing
                assertThat(filesOf(folder.resolve("firebase")))
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                                        .doesNotContain("%PDF"));
                assertThat(patient.delete(ofFirebase).statusCode()).isEqualTo(204);
            }
        }
    }

    @Test
    void shouldNameAStoreThatRefusesAndEnd() throws Exception {
        try (FirebaseStandin firebase = FirebaseStandin.start(Files.createDirectory(folder.resolve("firebase")));
                StandaloneProcess process = StandaloneProcess.on(
                        data(),
                        Map.of(
                                "STORAGE_URL",
                                firebase.storageUrl().replace(FirebaseStandin.BUCKET, "not-there.firebasestorage.app"),
                                "GOOGLE_APPLICATION_CREDENTIALS",
                                firebase.settings().get("GOOGLE_APPLICATION_CREDENTIALS")))) {
            // when
            int exitCode = process.start().awaitExit();

            // then
            assertThat(exitCode).isEqualTo(1);
            assertThat(process.text())
                    .contains("Expected the object store firebase:not-there.firebasestorage.app@")
                    .contains("Check that the bucket exists")
                    .doesNotContain("\tat ");
        }
    }

    private StandaloneProcess started(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("HEALTHPASSPORT_ADMIN_PASSWORD", ApiClient.PASSWORD);
        return StandaloneProcess.on(data(), settings).start().awaitReady();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static String received(Patient patient, byte[] content) throws IOException, InterruptedException {
        var answer = patient.upload("report.pdf", content, "LAB_REPORT");
        assertThat(answer.statusCode()).isEqualTo(202);
        return ApiClient.json(answer).get("documentId").asString();
    }

    private static String stored(Patient patient, byte[] content) throws IOException, InterruptedException {
        String documentId = received(patient, content);
        awaitStored(patient, documentId);
        return documentId;
    }

    private static void awaitStored(Patient patient, String documentId) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(patient.status(documentId)).isEqualTo("STORED"));
    }

    private static JsonNode move(StandaloneProcess process, ApiClient api, String administrator)
            throws IOException, InterruptedException {
        return ApiClient.json(
                api.get(process.api().resolve("/api/admin/document-moves"), "Authorization", administrator));
    }

    private List<Path> objectsInFolder() throws IOException {
        return filesOf(data().resolve("objects")).stream()
                .filter(file -> file.getFileName().toString().startsWith("documents~"))
                .toList();
    }

    private static List<Path> filesOf(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
