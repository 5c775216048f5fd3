package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.api.document.storing.StagedSweep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

class DocumentApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final byte[] PDF = Pdf.ofSize(20_000);

    private final UploadedDocuments documents = new UploadedDocuments(api);
    private SignedIn patient;

    @BeforeEach
    void register() {
        patient = api.newPatient();
    }

    @Test
    void shouldDescribeADocumentAndTagItsVersion() {
        // given
        String path = documents.path(patient, form("Blood count", "report.pdf"));

        // when
        ResponseSpec described = get(path);

        // then
        described
                .expectHeader()
                .valueEquals("ETag", "W/\"1\"")
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.title")
                .isEqualTo("Blood count")
                .jsonPath("$.fileName")
                .isEqualTo("report.pdf")
                .jsonPath("$.type")
                .isEqualTo("LAB_REPORT")
                .jsonPath("$.contentType")
                .isEqualTo("application/pdf")
                .jsonPath("$.sizeBytes")
                .isEqualTo(PDF.length)
                .jsonPath("$.url")
                .isEqualTo(ApiUnderTest.PUBLIC_URL + path + "/content");
    }

    @Test
    void shouldGiveTheSameBytesBeforeAndAfterTheyAreStored() {
        // given
        String path = documents.path(patient, Form.of(PDF));

        // then
        assertThat(content(path)).isEqualTo(PDF);

        // when
        documents.store(patient, path);

        // then
        get(path).expectHeader().valueEquals("ETag", "W/\"2\"");
        assertThat(content(path)).isEqualTo(PDF);
        assertThat(documents.staged()).doesNotContain(UploadedDocuments.idIn(path));
    }

    @Test
    void shouldKeepTheBytesOfADocumentThatCouldNotBeStored() {
        // given
        String path = documents.path(patient, Form.of(PDF));

        // when
        documents.fail(patient, path);

        // then
        get(path).expectBody().jsonPath("$.reason").isEqualTo("STAGED_BYTES_DAMAGED");
        assertThat(content(path)).isEqualTo(PDF);
    }

    @Test
    void shouldPageThroughAListNewestFirst() {
        // given
        List<String> uploaded = Stream.generate(() -> UploadedDocuments.idIn(documents.path(patient, Form.of(PDF))))
                .limit(5)
                .toList();

        // when
        Map<?, ?> first = page(list() + "?limit=3");
        Map<?, ?> second = page(list() + "?limit=3&cursor=" + first.get("nextCursor"));

        // then
        List<Object> listed = Stream.concat(ids(first), ids(second)).toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(uploaded);
        assertThat(second.containsKey("nextCursor")).isFalse();
        get(list() + "?limit=3")
                .expectHeader()
                .valueMatches("Link", "<https://passport.test/.*cursor=.*>; rel=\"next\"");
    }

    @Test
    void shouldFilterAListByTypeAndStatus() {
        // given
        documents.path(patient, Form.of(PDF));

        // then
        get(list() + "?type=LAB_REPORT&status=RECEIVED")
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1);
        get(list() + "?type=IMAGING").expectBody().jsonPath("$.items.length()").isEqualTo(0);
        get(list() + "?type=NOVEL").expectStatus().isBadRequest();
        get(list() + "?limit=0").expectStatus().isBadRequest();
        get(list() + "?cursor=x").expectStatus().isBadRequest();
    }

    @Test
    void shouldGiveOneRangeOfTheBytes() {
        // given
        String path = documents.path(patient, Form.of(PDF));

        // when
        ResponseSpec part = getWith(path + "/content", "Range", "bytes=4090-4099");

        // then
        byte[] bytes = part.expectStatus()
                .isEqualTo(206)
                .expectHeader()
                .valueEquals("Content-Range", "bytes 4090-4099/" + PDF.length)
                .expectBody()
                .returnResult()
                .getResponseBody();
        assertThat(bytes).isEqualTo(Arrays.copyOfRange(PDF, 4090, 4100));
    }

    @Test
    void shouldRefuseARangeOutsideOfTheBytes() {
        getWith(documents.path(patient, Form.of(PDF)) + "/content", "Range", "bytes=20000-")
                .expectStatus()
                .isEqualTo(416)
                .expectHeader()
                .valueEquals("Content-Range", "bytes */" + PDF.length)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:range-not-satisfiable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=", "bytes=5-1", "lines=1-2", "bytes=0-1,4-5", "bytes=99999999999999999999-", "\u00e9"})
    void shouldGiveTheWholeForAnOddRange(String range) {
        getWith(documents.path(patient, Form.of(PDF)) + "/content", "Range", range)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentLength(PDF.length);
    }

    @Test
    void shouldNotSendAgainWhatTheCallerHas() {
        String content = documents.path(patient, Form.of(PDF)) + "/content";
        String tag =
                get(content).returnResult(byte[].class).getResponseHeaders().getETag();

        getWith(content, "If-None-Match", tag).expectStatus().isNotModified();
    }

    @Test
    void shouldTellTheHeadersAloneOnHead() {
        String content = documents.path(patient, Form.of(PDF)) + "/content";

        api.client(patient)
                .method(HttpMethod.HEAD)
                .uri(content)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentLength(PDF.length)
                .expectBody()
                .isEmpty();
    }

    @Test
    void shouldOfferForSavingUnderASafeName() {
        // given
        String path = documents.path(patient, form("x", "..\\..\\R\u00f6ntgen .pdf"));

        // then
        get(path + "/content")
                .expectHeader()
                .valueMatches("Content-Disposition", "attachment; .*filename\\*=UTF-8''R%C3%B6ntgen%20.pdf");
    }

    @Test
    void shouldKeepTheNameAsItWasWritten() {
        // given
        String persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \ud83d\udc69\u200d\u2695\ufe0f.pdf";

        // when
        String path = documents.path(patient, form("\ud83e\udee8 x", persian));

        // then
        get(path)
                .expectBody()
                .jsonPath("$.fileName")
                .isEqualTo(persian)
                .jsonPath("$.title")
                .isEqualTo("\ud83e\udee8 x");
    }

    @Test
    void shouldSayWhyANameCannotBeKept() {
        documents
                .upload(patient, form("x", "invoice\u202efdp.pdf"))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/file")
                .jsonPath("$.errors[0].detail")
                .isEqualTo("has a name that cannot be kept: it must not have marks that change the reading direction");
        documents
                .upload(patient, form("a\u2066b", "x.pdf"))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/title");
    }

    @Test
    void shouldShowOfADeletedDocumentOnlyThatItExisted() {
        // given
        String path = documents.path(patient, Form.of(PDF));

        // when
        delete(path).expectStatus().isNoContent();

        // then
        delete(path).expectStatus().isNoContent();
        get(path)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("DELETED")
                .jsonPath("$.fileName")
                .doesNotExist()
                .jsonPath("$.sha256")
                .doesNotExist();
        get(path + "/content").expectStatus().isEqualTo(410);
        get(list()).expectBody().jsonPath("$.items.length()").isEqualTo(0);
        get(list() + "?status=DELETED")
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1);
        assertThat(documents.staged()).doesNotContain(UploadedDocuments.idIn(path));
    }

    @Test
    void shouldNotDeleteAVersionThatTheCallerHasNotSeen() {
        String path = documents.path(patient, Form.of(PDF));

        api.client(patient)
                .delete()
                .uri(path)
                .header("If-Match", "W/\"7\"")
                .exchange()
                .expectStatus()
                .isEqualTo(412);
    }

    @Test
    void shouldOpenAStoredDocumentByALinkUntilItIsDeleted() {
        // given
        String path = documents.path(patient, Form.of(PDF));
        link(path, 60).expectStatus().isEqualTo(409);
        documents.store(patient, path);

        // when
        Map<?, ?> link = link(path, 60)
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();

        // then
        String address = ((String) link.get("url")).replace(ApiUnderTest.PUBLIC_URL, "");
        WebTestClient stranger = api.client();
        assertThat(stranger.get()
                        .uri(address)
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getResponseBody())
                .isEqualTo(PDF);
        stranger.get().uri(address + "A").exchange().expectStatus().isNotFound();
        delete(path).expectStatus().isNoContent();
        stranger.get().uri(address).exchange().expectStatus().isEqualTo(410);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 3601, 99_999_999_999L})
    void shouldRefuseALinkOfAnImpossibleLifetime(long seconds) {
        String path = documents.path(patient, Form.of(PDF));

        link(path, seconds)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/expiresInSeconds");
    }

    @ParameterizedTest
    @CsvSource({
        "type=FOO, The parameter type must be one of LAB_REPORT",
        "status=FOO, The parameter status must be one of RECEIVED",
        "limit=abc, The parameter limit is missing or malformed."
    })
    void shouldNameTheParameterThatCannotBeRead(String query, String detail) {
        get("/api/patients/" + patient.patientId() + "/documents?" + query)
                .expectStatus()
                .isEqualTo(400)
                .expectBody()
                .jsonPath("$.detail")
                .value(said -> assertThat((String) said).startsWith(detail));
    }

    @Test
    void shouldLeaveNoPlaintextAnywhere() {
        // given a document whose bytes, title and name are all unmistakable
        String marker = "marker-" + UUID.randomUUID();
        byte[] marked = ("%PDF-1.4\n" + marker).getBytes(StandardCharsets.UTF_8);
        String path = documents.path(
                patient,
                new Form()
                        .field("type", "LAB_REPORT")
                        .field("title", marker)
                        .file(marker + ".pdf", marked)
                        .end());

        // when
        documents.store(patient, path);

        // then
        assertThat(Disk.filesUnder(api.folder())).isNotEmpty().noneMatch(file -> Disk.contains(file, marker));
        assertThat(api.logged()).doesNotContain(marker);
    }

    @Test
    void shouldSweepOldStagedBytesUnlessADocumentNeedsThem() throws Exception {
        // given
        String needed = UploadedDocuments.idIn(documents.path(patient, Form.of(PDF)));
        String orphan = UUID.randomUUID().toString();
        Files.write(documents.stagedFolder().resolve(orphan), PDF);
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
        for (String name : List.of(needed, orphan)) {
            Files.setLastModifiedTime(documents.stagedFolder().resolve(name), old);
        }

        // when
        api.bean(StagedSweep.class).sweep().block(Duration.ofSeconds(20));

        // then
        assertThat(documents.staged()).contains(needed).doesNotContain(orphan);

        // when the upload whose bytes these were goes on after all
        DocumentState late = new DocumentState(
                patient.patientId(),
                DocumentType.OTHER,
                DocumentStatus.RECEIVED,
                patient.accountId(),
                Instant.now(),
                null,
                null,
                null,
                null,
                null,
                null);
        Mono<?> goingOn = api.bean(Documents.class).create(orphan, late, new Ciphertext(1, new byte[32]));

        // then
        assertThatThrownBy(() -> goingOn.block(Duration.ofSeconds(20))).isInstanceOf(CreatedTooLate.class);
    }

    private static byte[] form(String title, String fileName) {
        return new Form()
                .field("type", "LAB_REPORT")
                .field("title", title)
                .file(fileName, PDF)
                .end();
    }

    private String list() {
        return "/api/patients/" + patient.patientId() + "/documents";
    }

    private ResponseSpec get(String path) {
        return api.client(patient).get().uri(path).exchange();
    }

    private ResponseSpec getWith(String path, String header, String value) {
        return api.client(patient).get().uri(path).header(header, value).exchange();
    }

    private ResponseSpec delete(String path) {
        return api.client(patient).delete().uri(path).exchange();
    }

    private ResponseSpec link(String path, long seconds) {
        return api.client(patient)
                .post()
                .uri(path + "/download-links")
                .bodyValue(Map.of("expiresInSeconds", seconds))
                .exchange();
    }

    private byte[] content(String path) {
        return get(path + "/content")
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
    }

    private Map<?, ?> page(String path) {
        return get(path)
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }

    private static Stream<Object> ids(Map<?, ?> page) {
        return ((List<?>) page.get("items")).stream().map(item -> ((Map<?, ?>) item).get("documentId"));
    }
}
