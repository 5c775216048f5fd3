package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Uploads that are wrong, too many, or end before their time. */
@Timeout(90)
class UploadEdgeTest {
    private static final byte[] PDF = Pdf.ofSize(2_000);
    private static final String FORM = "Content-Type: " + Form.TYPE;
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final String FILE = "form-data; name=\"file\"; filename=\"a.pdf\"";
    private static final int UPLOADS_AT_ONCE = 4;
    private static final int UPLOADS_WAITING = 32;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final UploadedDocuments documents = new UploadedDocuments(api);
    private SignedIn patient;
    private Set<String> stagedBefore;

    @BeforeEach
    void registerPatient() {
        patient = api.newPatient();
        stagedBefore = documents.staged();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedForms")
    void shouldRefuseMalformedForm(String name, byte[] form) {
        problem(documents.upload(patient, form), 400);
        assertNothingIsLeft();
    }

    static Stream<Arguments> malformedForms() {
        Form type = new Form().field("type", "OTHER");
        return Stream.of(
                Arguments.of("no file", type.end()),
                Arguments.of("no type", new Form().file("a.pdf", PDF).end()),
                Arguments.of(
                        "two files",
                        typed().file("a.pdf", PDF).file("b.pdf", PDF).end()),
                Arguments.of(
                        "two types",
                        typed().field("type", "OTHER").file("a.pdf", PDF).end()),
                Arguments.of(
                        "unknown field",
                        typed().field("color", "red").file("a.pdf", PDF).end()),
                Arguments.of(
                        "unknown file",
                        typed().file("a.pdf", PDF)
                                .part("form-data; name=\"photo\"; filename=\"b.pdf\"", PDF)
                                .end()),
                Arguments.of(
                        "file without a name", typed().field("file", "%PDF-1.4").end()),
                Arguments.of("type as a file", typedAsFile()),
                Arguments.of(
                        "part without a name", typed().part("form-data", PDF).end()),
                Arguments.of(
                        "disposition that is none", typed().part(";;=\"", PDF).end()),
                Arguments.of("empty disposition", typed().part("", PDF).end()),
                Arguments.of("no final boundary", typed().file("a.pdf", PDF).unended()),
                Arguments.of("cut in the file", typed().upTo(FILE)),
                Arguments.of("garbage", PDF),
                Arguments.of("nothing", new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=x"})
    void shouldRefuseFormWithoutItsBoundary(String contentType) throws IOException {
        byte[] form = Form.of(PDF);
        try (RawHttp http = new RawHttp(api.port())) {
            http.begin(patient, "Content-Type: " + contentType, "Content-Length: " + form.length);
            assertThat(http.send(form).answer().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/pdf",
                "application/json",
                "text/plain",
                "multipart/mixed; boundary=edge",
                "multipart/form-data; boundary=",
                "x"
            })
    void shouldRefuseWhatIsNoForm(String contentType) throws IOException {
        byte[] form = Form.of(PDF);
        try (RawHttp http = new RawHttp(api.port())) {
            http.begin(patient, "Content-Type: " + contentType, "Content-Length: " + form.length);
            assertThat(http.send(form).answer().status()).isEqualTo(415);
        }
    }

    @Test
    void shouldPointAtValueThatCannotBe() {
        problem(
                        documents.upload(
                                patient,
                                new Form()
                                        .field("type", "POEM")
                                        .file("a.pdf", PDF)
                                        .end()),
                        422)
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/type");
        problem(
                        documents.upload(
                                patient,
                                typed().field("title", "x".repeat(201))
                                        .file("a.pdf", PDF)
                                        .end()),
                        422)
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/title");
        problem(documents.upload(patient, typed().file("a.pdf", new byte[0]).end()), 422)
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/file");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MZ\u0090\0\u0003\0\0\0\u0004\0\0\0\u00ff\u00ff\0\0",
                "<!DOCTYPE html><html><script>alert(1)</script></html>",
                "<html><body>hello</body></html>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
                "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
                "<!-- a --><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                "PK\u0003\u0004\u0014\0\0\0\0\0"
            })
    void shouldRefuseTypeThatOnlyTheNameMakesPdf(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        problem(documents.upload(patient, Form.of(bytes)), 415);
        assertNothingIsLeft();
    }

    @Test
    void shouldTakePartsInAnyOrder() {
        documents.taken(
                patient,
                new Form()
                        .file("a.pdf", PDF)
                        .field("type", "OTHER")
                        .field("title", "x")
                        .end());
        documents.taken(
                patient,
                new Form()
                        .field("title", "x")
                        .file("a.pdf", PDF)
                        .field("type", "OTHER")
                        .end());
        documents.taken(
                patient,
                typed().field("patientId", patient.patientId())
                        .file("a.pdf", PDF)
                        .end());
    }

    @Test
    void shouldHideOthersPatients() {
        // given
        SignedIn other = api.newPatient();
        String path = documents.path(other, Form.of(PDF));
        String folder = path.substring(0, path.lastIndexOf('/'));

        // when, then
        for (String route : List.of(folder, path, path + "/content")) {
            problem(api.client(patient).get().uri(route).exchange(), 404);
        }
        problem(api.client(patient).delete().uri(path).exchange(), 404);
        problem(api.client(patient).post().uri(path + "/download-links").exchange(), 404);
        problem(post(patient, folder, Form.of(PDF)), 404);
        problem(post(patient, "/api/patient/upload-document?patientId=" + other.patientId(), Form.of(PDF)), 404);
        byte[] form =
                typed().file("a.pdf", PDF).field("patientId", other.patientId()).end();
        problem(documents.upload(patient, form), 404);
        String mine = folder.replace(other.patientId(), patient.patientId());
        problem(
                api.client(patient)
                        .get()
                        .uri(mine + '/' + UploadedDocuments.idIn(path))
                        .exchange(),
                404);
        api.client(other).get().uri(path).exchange().expectStatus().isOk().expectBody();
    }

    @Test
    void shouldWantFormAndAddressToAgree() {
        byte[] form = typed().file("a.pdf", PDF)
                .field("patientId", UUID.randomUUID().toString())
                .end();
        problem(post(patient, "/api/patients/" + patient.patientId() + "/documents", form), 422)
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/patientId");
        assertNothingIsLeft();
    }

    @Test
    void shouldWantToken() {
        // given
        String altered =
                patient.accessToken().substring(0, patient.accessToken().length() - 8) + "AAAAAAAA";
        String path = documents.path(patient, Form.of(PDF));

        // when, then
        for (String token : List.of("", altered, "none")) {
            SignedIn forged = new SignedIn("", patient.patientId(), "", token);
            problem(documents.upload(forged, Form.of(PDF)), 401);
            problem(api.client(forged).get().uri(path).exchange(), 401);
            problem(api.client(forged).get().uri(path + "/content").exchange(), 401);
            problem(api.client(forged).delete().uri(path).exchange(), 401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "..",
                "%2e%2e",
                "%2F",
                "..%2F..%2Fetc%2Fpasswd",
                "%00",
                "a%0d%0ab",
                "%FF%FE",
                "%7Bid%7D",
                "$ne",
                "00000000-0000-0000-0000-000000000000",
                "LONG"
            })
    void shouldNotFindWhatIsNoId(String given) {
        String id = given.equals("LONG") ? "a".repeat(3000) : given;
        String own = "/api/patients/" + patient.patientId() + "/documents/";
        for (String path : List.of("/api/patients/" + id + "/documents", own + id, own + id + "/content")) {
            for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
                URI address = URI.create("http://127.0.0.1:" + api.port() + path);
                HttpStatus status = HttpStatus.valueOf(api.client(patient)
                        .method(method)
                        .uri(address)
                        .exchange()
                        .returnResult(byte[].class)
                        .getStatus()
                        .value());
                assertThat(status)
                        .as(method + path)
                        .isIn(HttpStatus.NOT_FOUND, HttpStatus.BAD_REQUEST, HttpStatus.METHOD_NOT_ALLOWED);
            }
        }
    }

    @Test
    void shouldLeaveNothingOfConnectionThatIsCut() throws IOException {
        // given
        for (int i = 0; i < 2 * UPLOADS_AT_ONCE; i++) {
            try (RawHttp http = new RawHttp(api.port())) {
                http.begin(patient, FORM, CHUNKED).sendChunk(typed().upTo(FILE)).sendChunk(Pdf.ofSize(200_000));
                awaitBegun(1);

                // when
                http.cut();
            }

            // then
            assertNothingIsLeft();
        }
        documents.taken(patient, Form.of(PDF));
    }

    @Test
    void shouldBoundUploadsAtTheSameTime() throws IOException {
        // given
        List<RawHttp> uploads = begun(patient, UPLOADS_AT_ONCE + UPLOADS_WAITING);
        awaitBegun(UPLOADS_AT_ONCE);

        // when
        ResponseSpec beyond = documents.upload(patient, Form.of(PDF));

        // then
        beyond.expectHeader().exists("Retry-After");
        problem(beyond, 429);
        SignedIn neighbour = api.newPatient();
        try (RawHttp sameAddress = new RawHttp(api.port())) {
            byte[] form = Form.of(PDF);
            sameAddress.begin(neighbour, FORM, "Content-Length: " + form.length).send(form);
            assertThat(sameAddress.answer().status()).isEqualTo(202);
        }
        uploads.forEach(RawHttp::close);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        documents.upload(patient, Form.of(PDF)).expectStatus().isAccepted());
    }

    @Test
    void shouldServeOthersWhileManyAreStalled() throws IOException {
        // given more uploads that do not go on than there are threads for documents
        List<RawHttp> stalled = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            stalled.addAll(begun(api.newPatient(), UPLOADS_AT_ONCE));
        }

        // when, then
        documents.taken(patient, Form.of(PDF));
        stalled.forEach(RawHttp::close);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(documents.staged()).hasSize(stagedBefore.size() + 1));
    }

    @Test
    void shouldRefuseWhatExceedsTheQuota() {
        // given
        byte[] large = Form.of(Pdf.ofSize(ApiUnderTest.MAX_DOCUMENT_BYTES));
        documents.taken(patient, large);
        String second = documents.path(patient, large);

        // when, then
        problem(documents.upload(patient, large), 507);
        api.client(patient)
                .delete()
                .uri(second)
                .exchange()
                .expectStatus()
                .isNoContent()
                .expectBody();
        documents.taken(patient, large);
    }

    @Test
    void shouldMakeOneDocumentOfEachOfManyIdenticalUploads() {
        // given
        int count = 50;
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest upload = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.port() + "/api/patient/upload-document"))
                .header("Authorization", "Bearer " + patient.accessToken())
                .header("Content-Type", Form.TYPE.toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(Form.of(PDF)))
                .build();

        // when
        int taken = 0;
        while (taken < count) {
            List<CompletableFuture<HttpResponse<String>>> answers = Stream.generate(
                            () -> client.sendAsync(upload, HttpResponse.BodyHandlers.ofString()))
                    .limit(count - taken)
                    .toList();
            List<Integer> statuses =
                    answers.stream().map(answer -> answer.join().statusCode()).toList();
            assertThat(statuses).isSubsetOf(202, 429);
            taken += (int) statuses.stream().filter(status -> status == 202).count();
        }

        // then
        api.client(patient)
                .get()
                .uri("/api/patients/" + patient.patientId() + "/documents?limit=200")
                .exchange()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(count);
        assertThat(documents.staged()).hasSize(stagedBefore.size() + count);
    }

    @Test
    void shouldPromiseNothingWhenItCannotBeSaved() throws IOException {
        // given
        try (RawHttp http = new RawHttp(api.port())) {
            http.begin(patient, FORM, CHUNKED).sendChunk(typed().upTo(FILE)).sendChunk(PDF);
            awaitBegun(1);

            // when
            api.lineToStore().cut();
            RawHttp.Answer answer = http.sendChunk("\r\n--edge--\r\n".getBytes(StandardCharsets.US_ASCII))
                    .sendChunk(new byte[0])
                    .answer();

            // then
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsKey("retry-after");
        } finally {
            api.lineToStore().mend();
        }
        // The staged bytes stay for the sweep, as nobody can know here whether MongoDB took the document.
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(this::assertNoDocument);
    }

    private void assertNothingIsLeft() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(documents.staged()).isEqualTo(stagedBefore));
        assertNoDocument();
    }

    private void assertNoDocument() {
        api.client(patient)
                .get()
                .uri("/api/patients/" + patient.patientId() + "/documents")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(0);
    }

    private void awaitBegun(int uploads) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(documents.staged()).hasSize(stagedBefore.size() + uploads));
    }

    private static List<RawHttp> begun(SignedIn who, int count) throws IOException {
        List<RawHttp> uploads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            uploads.add(new RawHttp(api.port()).begin(who, FORM, CHUNKED).sendChunk(typed().upTo(FILE)));
        }
        return uploads;
    }

    private static ResponseSpec post(SignedIn who, String path, byte[] form) {
        return api.client(who)
                .post()
                .uri(path)
                .contentType(Form.TYPE)
                .bodyValue(form)
                .exchange();
    }

    private static Form typed() {
        return new Form().field("type", "OTHER");
    }

    private static byte[] typedAsFile() {
        return new Form()
                .part("form-data; name=\"type\"; filename=\"type\"", "OTHER".getBytes(StandardCharsets.US_ASCII))
                .file("a.pdf", PDF)
                .end();
    }

    private static BodyContentSpec problem(ResponseSpec answer, int status) {
        return answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status);
    }
}
