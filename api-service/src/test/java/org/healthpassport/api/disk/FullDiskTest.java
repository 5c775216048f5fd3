package org.healthpassport.api.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.Form;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.vault.space.DiskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

class FullDiskTest {
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(10);
    private static final String READINESS = "/actuator/health/readiness";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static SignedIn patient;
    private static String document;
    private static String record;

    @BeforeAll
    static void keepSomething() {
        patient = api.newPatient();
        document = "/api/patients/" + patient.patientId() + "/documents/"
                + new UploadedDocuments(api).receivedPdf(patient, 1_000);
        record = new Allergies(api, patient).create(Allergies.to("Latex"));
    }

    @AfterEach
    void makeRoom() {
        api.freeSpace().reset();
        await().atMost(NOTICED_WITHIN).until(() -> disks().worst() == DiskState.OK);
    }

    @ParameterizedTest
    @CsvSource({"store", "broker", "objects", "staged"})
    void shouldRefuseUploadsFirst(String folder) {
        // when
        leave(folder, 1023, DiskState.LOW);

        // then
        assertFull(upload());
        assertFull(postFhir("DocumentReference"));
        api.client(patient)
                .get()
                .uri(READINESS)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("LOW"));

        // and all else goes on
        readAndLogIn();
        new Allergies(api, patient).create(Allergies.to("Penicillin"));
        assertThat(api.newPatient().accessToken()).isNotEmpty();
    }

    @Test
    void shouldKeepWhatIsLeftOfTheStoreForLoginsReadsAndRevocations() {
        // given
        String another = new Allergies(api, patient).create(Allergies.to("Nickel"));

        // when
        leave("store", 255, DiskState.SCARCE);

        // then
        assertFull(upload());
        assertFull(api.client(patient)
                .post()
                .uri("/api/patients/" + patient.patientId() + "/records")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Allergies.to("Penicillin"))
                .exchange());
        assertFull(postFhir("Observation"));
        assertFull(postFhir("DocumentReference"));
        postFhir("Observation/$validate").expectStatus().isEqualTo(422).expectBody();
        assertFull(api.client()
                .post()
                .uri("/api/auth/register")
                .bodyValue(ApiUnderTest.registration("late@example.org"))
                .exchange());
        assertFull(api.client(patient)
                .post()
                .uri("/api/patients/" + patient.patientId() + "/qr-codes")
                .bodyValue(Map.of("kind", "HEALTH_LINK"))
                .exchange());
        readAndLogIn();
        assertFull(api.client(patient)
                .post()
                .uri(another + "/annotations")
                .bodyValue(Map.of("text", "I have never had that."))
                .exchange());
        api.client(patient)
                .post()
                .uri(another + "/hiding")
                .exchange()
                .expectStatus()
                .isNoContent();
        api.client(patient)
                .delete()
                .uri(another)
                .header("If-Match", "W/\"1\"")
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }

    private static ResponseSpec postFhir(String path) {
        return api.client(patient)
                .post()
                .uri("/fhir/" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"resourceType\":\"Basic\"}")
                .exchange();
    }

    @ParameterizedTest
    @CsvSource({"store, store", "broker, broker", "objects, objects", "staged, staging"})
    void shouldNotBeReadyAndNameThePartThatIsFull(String folder, String part) {
        // when
        leave(folder, 15, DiskState.FULL);

        // then
        api.client()
                .get()
                .uri(READINESS)
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody(String.class)
                .value(body -> assertThat(body)
                        .contains("\"" + part + "\":\"FULL\"")
                        .doesNotContain(api.folder().toString()));
        api.client()
                .get()
                .uri("/actuator/health/liveness")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @CsvSource({"objects", "staged"})
    void shouldRefuseAnUploadThatWouldNotFitBesideItsCopy(String folder) {
        // given a disk with a megabyte to spare
        api.freeSpace().set(folder, 1025);
        await().atMost(NOTICED_WITHIN).until(() -> hasRoomFor(500_000) && !hasRoomFor(700_000));

        // then
        assertFull(upload(700_000));
        upload(1_000).expectStatus().isEqualTo(202);
        assertThat(disks().worst()).isEqualTo(DiskState.OK);
    }

    @Test
    void shouldRefuseAnUploadForWhichNoMoreMayWaitForTheObjectStore() throws IOException {
        // given
        Path waiting = api.folder().resolve("staged/anotherUpload");

        try (FileChannel file = FileChannel.open(waiting, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // when so much waits that half a megabyte is left
            makeSparse(file, DataSize.ofGigabytes(50).toBytes() - stagedBytes() - 500_000);
            await().atMost(NOTICED_WITHIN).until(() -> hasRoomFor(400_000) && !hasRoomFor(600_000));

            // then
            assertFull(upload(600_000));
            upload(1_000).expectStatus().isEqualTo(202);
            assertThat(disks().worst()).as("service goes on").isEqualTo(DiskState.OK);
        } finally {
            Files.delete(waiting);
        }
        await().atMost(NOTICED_WITHIN).until(() -> hasRoomFor(600_000));
    }

    /** Other tests may have left something there. */
    private static long stagedBytes() throws IOException {
        try (Stream<Path> files = Files.walk(api.folder().resolve("staged"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void makeSparse(FileChannel file, long size) throws IOException {
        file.write(ByteBuffer.allocate(1), size - 1);
    }

    private static boolean hasRoomFor(long bytes) {
        // An upload that fails gives its room back at once.
        Mono<Boolean> upload = Mono.error(new IllegalStateException("given up"));
        return disks().inRoomFor(bytes, upload)
                .onErrorReturn(IllegalStateException.class, true)
                .onErrorReturn(
                        failure -> failure instanceof Refused refused
                                && refused.refusal() instanceof DiskRefusal.NoRoomForUpload,
                        false)
                .block();
    }

    private static void readAndLogIn() {
        api.client(patient).get().uri(document).exchange().expectStatus().isOk();
        api.client(patient).get().uri(record).exchange().expectStatus().isOk();
        assertThat(api.logIn(patient.email(), ApiUnderTest.PASSWORD)).isNotEmpty();
    }

    private static ResponseSpec upload() {
        return upload(1_000);
    }

    private static ResponseSpec upload(int size) {
        return api.client(patient)
                .post()
                .uri("/api/patient/upload-document")
                .contentType(Form.TYPE)
                .bodyValue(new Form()
                        .field("type", "LAB_REPORT")
                        .file("report.pdf", UploadedDocuments.pdf(size))
                        .end())
                .exchange();
    }

    private static void assertFull(ResponseSpec answer) {
        answer.expectStatus()
                .isEqualTo(507)
                .expectHeader()
                .exists("Retry-After")
                .expectBody(String.class)
                .value(body -> assertThat(body)
                        .contains("urn:healthpassport:problem", "storage-full")
                        .doesNotContain(api.folder().toString()));
    }

    private static void leave(String folder, long megabytes, DiskState state) {
        api.freeSpace().set(folder, megabytes);
        await().atMost(NOTICED_WITHIN).until(() -> disks().worst() == state);
    }

    private static DiskWatch disks() {
        return api.bean(DiskWatch.class);
    }
}
