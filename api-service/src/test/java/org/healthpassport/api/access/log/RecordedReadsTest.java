package org.healthpassport.api.access.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.document.Form;
import org.healthpassport.api.document.Pdf;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.access.LinkOpened;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.qrcode.QrCodeRequested;
import org.healthpassport.events.record.RecordAnnotated;
import org.healthpassport.events.record.RecordCreated;
import org.healthpassport.events.record.RecordHidden;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** No data of a patient is sent without a record. */
class RecordedReadsTest {
    private static final String MARKER = "marker-" + UUID.randomUUID();

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static RecordedEvents recorded;
    private static SignedIn patient;
    private static String path;
    private static String link;
    private static String qrCode;
    private static String healthRecord;
    private static String consent;

    @BeforeAll
    static void listen() {
        recorded = new RecordedEvents(api, Topics.ACCESS, Topics.PATIENT);
        UploadedDocuments documents = new UploadedDocuments(api);
        patient = api.newPatient();
        path = documents.path(patient, form());
        documents.store(patient, path);
        link = link(path);
        SharingUnderTest sharing = new SharingUnderTest(api);
        qrCode = sharing.taken(patient, SharingUnderTest.summaryLink());
        sharing.draw(patient, qrCode);
        healthRecord = new Allergies(api, patient).create(Allergies.to(MARKER));
        Members members = new Members(api);
        consent = new ConsentUnderTest(api)
                .granted(patient, ConsentUnderTest.toHospital(members.hospital(), "RECORDS_READ"));
        api.client(patient)
                .post()
                .uri(healthRecord + "/annotations")
                .bodyValue(Map.of("text", MARKER))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    @AfterAll
    static void stopListening() {
        recorded.close();
    }

    /** Fails for a new route until its event is added here. */
    @Test
    void shouldRecordEveryRouteThatGivesDataOut() {
        List<String> routes = routes();

        assertThat(routes).contains("GET /api/patients/{patientId}/documents/{documentId}");
        for (String route : routes) {
            // given
            HttpMethod method = HttpMethod.valueOf(route.substring(0, route.indexOf(' ')));
            String requestId = UUID.randomUUID().toString();

            // when
            WebTestClient.RequestBodySpec request =
                    api.client(patient).method(method).uri(address(route)).header("X-Request-Id", requestId);
            if (route.equals("POST /api/patients/{patientId}/documents")) {
                request.contentType(Form.TYPE).bodyValue(form());
            }
            if (route.equals("POST /api/patients/{patientId}/qr-codes")) {
                request.bodyValue(SharingUnderTest.summaryLink());
            }
            if (route.endsWith("/annotations") && method == HttpMethod.POST) {
                request.bodyValue(Map.of("text", MARKER));
            }
            if (route.equals("POST /api/patients/{patientId}/records")) {
                request.contentType(MediaType.APPLICATION_JSON).bodyValue(Allergies.to(MARKER));
            }
            assertThat(request.exchange()
                            .expectBody()
                            .returnResult()
                            .getStatus()
                            .is2xxSuccessful())
                    .as(route)
                    .isTrue();

            // then
            Event event = recorded.one(by(requestId));
            assertThat(event.payload(event.type().payloadClass())).as(route).satisfies(expected(route));
            assertThat(event.key()).isEqualTo(patient.patientId());
            assertThat(event.stamp().getPatient()).isEqualTo(recorded.pseudonym(patient.patientId()));
        }
    }

    @Test
    void shouldRecordEachRangeAndWhoReadIt() {
        // when
        Stream.of("a", "b")
                .forEach(name -> api.client(patient)
                        .get()
                        .uri(path + "/content")
                        .header("Range", "bytes=0-9")
                        .header("X-Request-Id", name + patient.patientId())
                        .exchange()
                        .expectStatus()
                        .isEqualTo(206)
                        .expectBody());

        // then
        recorded.one(by("b" + patient.patientId()));
        Event event = recorded.one(by("a" + patient.patientId()));
        assertThat(event.stamp().getActor()).isEqualTo(patient.accountId());
        assertThat(event.stamp().getActorRole()).isEqualTo("PATIENT");
        assertThat(event.stamp().getPurpose()).isEqualTo("PATRQT");
        assertThat(event.stamp().getOutcome()).isZero();
        assertThat(recorded.detail(event).get("resourceId").asString()).isEqualTo(UploadedDocuments.idIn(path));
    }

    @Test
    void shouldRecordWhoeverOpensALink() {
        // when
        api.client()
                .get()
                .uri(link)
                .header("X-Request-Id", "link-" + patient.patientId())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();

        // then
        Event opened = recorded.one(by("link-" + patient.patientId()));
        assertThat(opened.payload(LinkOpened.class))
                .isEqualTo(new LinkOpened(patient.patientId(), "DOCUMENT", UploadedDocuments.idIn(path)));
        assertThat(opened.stamp().getActor()).isEqualTo("anonymous");
        assertThat(opened.stamp().getPurpose()).isNull();
        assertThat(recorded.detail(opened).toString()).doesNotContain(link.substring(link.lastIndexOf('/') + 1));
    }

    @Test
    void shouldRecordWhoTriesAnothersDocumentUnderTheirOwnAddress() {
        // given
        SignedIn other = api.newPatient();
        String own = path.replace(patient.patientId(), other.patientId());

        // when
        api.client(other)
                .get()
                .uri(own)
                .header("X-Request-Id", "foreign-" + other.patientId())
                .exchange()
                .expectStatus()
                .isNotFound();

        // then
        Event denied = recorded.one(by("foreign-" + other.patientId()));
        assertThat(denied.payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(
                        patient.patientId(),
                        DenialReason.NOT_PERMITTED,
                        1,
                        "DOCUMENT",
                        UploadedDocuments.idIn(path),
                        Attempt.READ));
        assertThat(denied.stamp().getActor()).isEqualTo(other.accountId());
        assertThat(denied.stamp().getAction()).isEqualTo(AuditAction.READ);
        assertThat(denied.stamp().getPatient()).isEqualTo(recorded.pseudonym(patient.patientId()));
    }

    @Test
    void shouldRecordWhoOpensALinkToWhatIsDeleted() {
        // given
        UploadedDocuments documents = new UploadedDocuments(api);
        String deleted = documents.path(patient, form());
        documents.store(patient, deleted);
        String linkToDeleted = link(deleted);
        api.client(patient).delete().uri(deleted).exchange().expectStatus().isNoContent();

        // when
        api.client()
                .get()
                .uri(linkToDeleted)
                .header("X-Request-Id", "gone-" + patient.patientId())
                .exchange()
                .expectStatus()
                .isEqualTo(410);

        // then
        assertThat(recorded.one(by("gone-" + patient.patientId())).payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(
                        patient.patientId(), DenialReason.INVALID_LINK, 1, "DOCUMENT", null, Attempt.READ));
    }

    @Test
    void shouldSayWhoChangedADocument() {
        // given
        String documentId = UploadedDocuments.idIn(path);

        // then
        Event received = recorded.one(of(documentId, EventType.DOCUMENT_RECEIVED));
        assertThat(received.stamp().getActor()).isEqualTo(patient.accountId());
        assertThat(received.stamp().getPurpose()).isEqualTo("PATRQT");
        assertThat(received.stamp().getKeyId()).isEqualTo(recorded.pseudonym(patient.patientId()));
        assertThat(recorded.detail(received).toString())
                .contains(documentId, patient.patientId())
                .doesNotContain(MARKER);
        Event stored = recorded.one(of(documentId, EventType.DOCUMENT_STORED));
        assertThat(stored.stamp().getActor()).isEqualTo("/document-worker");
        assertThat(stored.stamp().getActorRole()).isEqualTo("SERVICE");
        assertThat(stored.stamp().getPurpose()).isNull();
    }

    @Test
    void shouldGiveNothingOutAndRefuseNothingThatCannotBeRecorded() {
        // given
        String list = path.substring(0, path.lastIndexOf('/'));
        List<String> asked = List.of(
                "GET " + path,
                "GET " + path + "/content",
                "POST " + path + "/download-links",
                "GET " + list,
                "GET " + healthRecord,
                "GET " + healthRecord + "/history",
                "GET " + healthRecord + "/history/1",
                "GET " + healthRecord + "/annotations",
                "GET " + healthRecord.substring(0, healthRecord.lastIndexOf('/')),
                "GET /fhir/DocumentReference/" + UploadedDocuments.idIn(path),
                "GET /fhir/Binary/" + UploadedDocuments.idIn(path),
                "GET /fhir/Consent/" + consent,
                "GET " + link,
                "GET /api/downloads/nonsense");

        // when nothing of accesses gets through to the store, and all else does
        api.lineToStore().spoilInserts("accessBatches");
        List<EntityExchangeResult<byte[]>> answers;
        try {
            answers = asked.stream().map(this::answer).toList();
        } finally {
            api.lineToStore().mend();
        }

        // then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.getStatus().value()).isEqualTo(503);
            assertThat(answer.getResponseHeaders().containsHeader("Retry-After"))
                    .isTrue();
            assertThat(answer.getResponseHeaders().toString() + new String(answer.getResponseBody()))
                    .containsAnyOf("urn:healthpassport:problem:unavailable", "\"code\":\"unavailable\"")
                    .doesNotContain(MARKER, "lab.pdf", "/api/downloads");
        });
        await().atMost(Duration.ofSeconds(20))
                .until(() -> answer("GET " + path).getStatus().is2xxSuccessful());
    }

    private EntityExchangeResult<byte[]> answer(String request) {
        return api.client(patient)
                .method(HttpMethod.valueOf(request.substring(0, request.indexOf(' '))))
                .uri(request.substring(request.indexOf(' ') + 1))
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static String link(String path) {
        Map<?, ?> link = api.client(patient)
                .post()
                .uri(path + "/download-links")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        return ((String) link.get("url")).replace(ApiUnderTest.PUBLIC_URL, "");
    }

    private static String address(String route) {
        return route.substring(route.indexOf(' ') + 1)
                .replace("{patientId}", patient.patientId())
                .replace("{documentId}", UploadedDocuments.idIn(path))
                .replace("{recordId}", UploadedDocuments.idIn(healthRecord))
                .replace("{version}", "1")
                .replace("{number}", "1")
                .replace("{provenanceId}", UploadedDocuments.idIn(healthRecord) + ".v1")
                .replace("{type}", "AllergyIntolerance")
                .replace("{consentId}", consent)
                .replace("{qrCodeId}", SharingUnderTest.idIn(qrCode))
                .replace("/api/downloads/{token}", link);
    }

    /** A change is recorded by its own event. */
    private static Consumer<SpecificRecord> expected(String route) {
        String documentId = UploadedDocuments.idIn(path);
        String recordId = UploadedDocuments.idIn(healthRecord);
        return payload -> assertThat(payload)
                .isEqualTo(
                        switch (route) {
                            case "GET /api/patients/{patientId}/documents",
                                    "HEAD /api/patients/{patientId}/documents" -> dataRead(null, Interaction.SEARCH);
                            case "GET /api/patients/{patientId}/documents/{documentId}",
                                    "HEAD /api/patients/{patientId}/documents/{documentId}" ->
                                dataRead(documentId, Interaction.READ);
                            case "GET /fhir/DocumentReference/{documentId}",
                                    "HEAD /fhir/DocumentReference/{documentId}" ->
                                dataRead(documentId, Interaction.READ);
                            case "GET /api/patients/{patientId}/documents/{documentId}/content",
                                    "HEAD /api/patients/{patientId}/documents/{documentId}/content",
                                    "GET /fhir/Binary/{documentId}",
                                    "HEAD /fhir/Binary/{documentId}" -> dataRead(documentId, Interaction.DOWNLOAD);
                            case "POST /api/patients/{patientId}/documents/{documentId}/download-links" ->
                                dataRead(documentId, Interaction.SHARE);
                            case "GET /api/downloads/{token}", "HEAD /api/downloads/{token}" ->
                                new LinkOpened(patient.patientId(), "DOCUMENT", documentId);
                            case "POST /api/patients/{patientId}/documents" ->
                                payload instanceof DocumentReceived ? payload : "the document that was received";
                            case "GET /api/patients/{patientId}",
                                    "HEAD /api/patients/{patientId}",
                                    "GET /fhir/Patient/{patientId}",
                                    "HEAD /fhir/Patient/{patientId}" ->
                                dataRead("PATIENT", patient.patientId(), Interaction.READ);
                            case "GET /fhir/{type}/_history", "HEAD /fhir/{type}/_history" ->
                                dataRead("RECORD", null, Interaction.SEARCH);
                            case "GET /fhir/{type}/{recordId}",
                                    "HEAD /fhir/{type}/{recordId}",
                                    "GET /fhir/Provenance/{provenanceId}",
                                    "HEAD /fhir/Provenance/{provenanceId}",
                                    "GET /fhir/{type}/{recordId}/_history",
                                    "HEAD /fhir/{type}/{recordId}/_history",
                                    "GET /fhir/{type}/{recordId}/_history/{version}",
                                    "HEAD /fhir/{type}/{recordId}/_history/{version}" ->
                                dataRead("RECORD", recordId, Interaction.READ);
                            case "POST /api/patients/{patientId}/records/{recordId}/hiding" ->
                                new RecordHidden(recordId, patient.patientId(), "AllergyIntolerance");
                            case "POST /api/patients/{patientId}/records/{recordId}/annotations" ->
                                payload instanceof RecordAnnotated ? payload : "that the record was annotated";
                            case "GET /api/patients/{patientId}/records/{recordId}/annotations",
                                    "HEAD /api/patients/{patientId}/records/{recordId}/annotations",
                                    "GET /api/patients/{patientId}/records/{recordId}/annotations/{number}",
                                    "HEAD /api/patients/{patientId}/records/{recordId}/annotations/{number}" ->
                                dataRead("RECORD", recordId, Interaction.READ);
                            case "GET /api/patients/{patientId}/records", "HEAD /api/patients/{patientId}/records" ->
                                dataRead("RECORD", null, Interaction.SEARCH);
                            case "GET /api/patients/{patientId}/records/{recordId}",
                                    "HEAD /api/patients/{patientId}/records/{recordId}",
                                    "GET /api/patients/{patientId}/records/{recordId}/history",
                                    "HEAD /api/patients/{patientId}/records/{recordId}/history",
                                    "GET /api/patients/{patientId}/records/{recordId}/history/{version}",
                                    "HEAD /api/patients/{patientId}/records/{recordId}/history/{version}" ->
                                dataRead("RECORD", recordId, Interaction.READ);
                            case "POST /api/patients/{patientId}/records" ->
                                payload instanceof RecordCreated ? payload : "the record that was created";
                            case "GET /api/patients/{patientId}/accesses", "HEAD /api/patients/{patientId}/accesses" ->
                                dataRead("ACCESS", null, Interaction.SEARCH);
                            case "GET /api/patients/{patientId}/qr-codes", "HEAD /api/patients/{patientId}/qr-codes" ->
                                dataRead("QR_CODE", null, Interaction.SEARCH);
                            case "GET /api/patients/{patientId}/qr-codes/{qrCodeId}",
                                    "HEAD /api/patients/{patientId}/qr-codes/{qrCodeId}" ->
                                dataRead("QR_CODE", SharingUnderTest.idIn(qrCode), Interaction.READ);
                            case "GET /api/patients/{patientId}/qr-codes/{qrCodeId}/image",
                                    "HEAD /api/patients/{patientId}/qr-codes/{qrCodeId}/image" ->
                                dataRead("QR_CODE", SharingUnderTest.idIn(qrCode), Interaction.DOWNLOAD);
                            case "POST /api/patients/{patientId}/qr-codes" ->
                                payload instanceof QrCodeRequested ? payload : "the QR code that was asked for";
                            case "GET /api/patients/{patientId}/consents",
                                    "HEAD /api/patients/{patientId}/consents",
                                    "GET /api/patients/{patientId}/consent-requests",
                                    "HEAD /api/patients/{patientId}/consent-requests" ->
                                dataRead("CONSENT", null, Interaction.SEARCH);
                            case "GET /fhir/Consent/{consentId}", "HEAD /fhir/Consent/{consentId}" ->
                                dataRead("CONSENT", consent, Interaction.READ);
                            case "GET /api/patients/{patientId}/representatives",
                                    "HEAD /api/patients/{patientId}/representatives" ->
                                dataRead("REPRESENTATIVE", null, Interaction.SEARCH);
                            default -> "an event of a route that is new";
                        });
    }

    private static DataRead dataRead(String documentId, Interaction interaction) {
        return dataRead("DOCUMENT", documentId, interaction);
    }

    private static DataRead dataRead(String resourceType, String resourceId, Interaction interaction) {
        return new DataRead(patient.patientId(), resourceType, resourceId, interaction, AccessRight.SELF, null);
    }

    /** All routes to patients' data, including {@code HEAD} where there is {@code GET}. */
    private static List<String> routes() {
        return api
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(info -> info.getMethodsCondition().getMethods().stream()
                        .map(method -> method.name())
                        .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method))
                        .flatMap(method -> info.getPatternsCondition().getPatterns().stream()
                                .map(pattern -> method + " " + pattern.getPatternString())))
                .filter(route -> route.matches("(GET|HEAD|POST) /api/(patients|downloads)/.*|(GET|HEAD) /fhir/.*"))
                .filter(route -> !route.endsWith("/fhir/metadata"))
                // Receipts come from audit-service, and cards are for codes of another kind.
                .filter(route -> !route.matches(".*/(proof|card)"))
                // The matrix has the events of all changes; these need a second person, or another code.
                .filter(route -> !route.matches(
                        "POST .*/(consents|consent-requests|representatives|emergency-access|pause|resumption).*"))
                .sorted()
                .toList();
    }

    private static byte[] form() {
        return new Form()
                .field("type", "LAB_REPORT")
                .field("title", MARKER)
                .file("lab.pdf", Pdf.ofSize(2_000))
                .end();
    }

    private static Predicate<Event> by(String requestId) {
        return event -> event.correlationId().equals(requestId);
    }

    private static Predicate<Event> of(String documentId, EventType type) {
        return event -> event.type() == type && event.subject().equals(documentId);
    }
}
