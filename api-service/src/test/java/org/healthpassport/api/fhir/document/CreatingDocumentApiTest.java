package org.healthpassport.api.fhir.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.document.Disk;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.node.ObjectNode;

class CreatingDocumentApiTest {
    private static final String REFERENCES = "/fhir/DocumentReference";

    /** The members that Synthea sends, and some that others might. */
    private static final String SAID = """
            "id":"mine","status":"superseded","docStatus":"amended",
            "meta":{"versionId":"7","lastUpdated":"2013-09-26T08:03:35Z","profile":["http://example.org/profile"],
              "tag":[{"system":"http://example.org/tags","code":"x"}]},
            "text":{"status":"additional","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">1 &lt; 2</div>"},
            "contained":[{"resourceType":"Practitioner","id":"p","name":[{"text":"Dr. Hank"}]}],
            "extension":[{"url":"http://example.org/dose","valueDecimal":1.50}],
            "masterIdentifier":{"value":"1"},"identifier":[{"value":"2"},{"value":"1"}],
            "type":{"coding":[{"system":"http://example.org/types","code":"rx"},
              {"system":"http://loinc.org","code":"57833-6","userSelected":true}],"text":"Rezept"},
            "category":[{"text":"Note"}],"subject":{"reference":"Patient/SUBJECT","display":"Ada"},
            "date":"2013-09-26T08:03:35.231+00:00","_date":{"id":"d"},
            "author":[{"reference":"#p"},{"reference":"Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1"}],
            "custodian":{"display":"Hospital"},
            "securityLabel":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"N"}]}],
            "context":{"encounter":[{"reference":"urn:uuid:58b91cd5-a932-ae06-a5a7-10b44af8141e"}],
              "sourcePatientInfo":{"reference":"Patient/SUBJECT"},"period":{"start":"2013-09-26"}},
            """;

    private static final byte[] PDF = UploadedDocuments.pdf(2_000);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);
    private final SignedIn patient = api.newPatient();

    @Test
    void shouldMakeADocumentOfTheAttachment() {
        // when
        Answer created = fhir.post(
                patient,
                REFERENCES,
                resource(
                        "\"description\":\"Letter of Dr Größe\",\"type\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"18842-5\"}]},",
                        "\"contentType\":\"application/pdf\",\"title\":\"Größe \\\"neu\\\" 漢.pdf\",",
                        PDF));

        // then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(created.header("Location")).startsWith(ApiUnderTest.PUBLIC_URL + REFERENCES + '/');
        assertThat(fhir.get(patient, created.location()).text()).isEqualTo(created.text());
        String path = "/api/patients/" + patient.patientId() + "/documents/"
                + created.json().path("id").asString();
        Answer metadata = fhir.get(patient, path);
        assertThat(metadata.json().path("title").asString()).isEqualTo("Letter of Dr Größe");
        assertThat(metadata.json().path("fileName").asString()).isEqualTo("Größe \"neu\" 漢.pdf");
        assertThat(metadata.json().path("type").asString()).isEqualTo("DISCHARGE_SUMMARY");
        assertThat(metadata.json().path("status").asString()).isEqualTo("RECEIVED");
        assertThat(metadata.json().has("superseded")).isFalse();
        assertThat(fhir.get(patient, path + "/content").result().getResponseBody())
                .isEqualTo(PDF);
    }

    @Test
    void shouldGiveBackWhatTheSenderSaid() {
        // given
        String sent = resource(
                said(),
                "\"creation\":\"2013\",\"_url\":{\"extension\":[{\"url\":\"http://example.org/x\",\"valueString\":\"y\"}]},",
                PDF);

        // when
        Answer created = fhir.post(patient, REFERENCES, sent);

        // then
        assertThat(created.status()).isEqualTo(201);
        ObjectNode given = FhirJson.parseKept(created.result().getResponseBody());
        assertThat(SentReferences.withoutOwn(given))
                .contains("1.50", "Dr. Hank", "superseded")
                .isEqualTo(SentReferences.withoutOwn(FhirJson.parse(sent.getBytes(UTF_8))));
        assertThat(new ResourceValidation().validate(given)).isEmpty();
        assertThat(given.path("id").asString()).isNotEqualTo("mine");
        assertThat(given.at("/meta/versionId").asString()).isEqualTo("1");
        assertThat(given.path("meta").has("lastUpdated")).isFalse();
        assertThat(given.at("/meta/tag/1/system").asString()).isEqualTo("urn:healthpassport:author");
        assertThat(given.at("/meta/tag/1/code").asString()).isEqualTo(patient.accountId());
        assertThat(given.at("/subject/reference").asString()).isEqualTo("Patient/" + patient.patientId());
        assertThat(given.at("/content/0/attachment/contentType").asString()).isEqualTo("application/pdf");
        assertThat(given.at("/content/0/attachment/size").asInt()).isEqualTo(PDF.length);
        assertThat(given.at("/content/0/attachment/url").asString())
                .isEqualTo(ApiUnderTest.PUBLIC_URL + "/fhir/Binary/"
                        + given.path("id").asString());
        assertThat(given.at("/content/0/attachment").has("data")).isFalse();
        Answer metadata = fhir.get(patient, pathOf(given.path("id").asString()));
        assertThat(metadata.json().path("type").asString()).isEqualTo("PRESCRIPTION");
        assertThat(metadata.json().path("superseded").asBoolean()).isTrue();
    }

    @Test
    void shouldKeepItUntilTheDocumentIsDeleted() {
        // given
        Answer created = fhir.post(patient, REFERENCES, resource(said(), "", PDF));
        String id = created.json().path("id").asString();

        // when
        new UploadedDocuments(api).store(patient, pathOf(id));

        // then
        ObjectNode stored = FhirJson.parseKept(
                fhir.get(patient, created.location()).result().getResponseBody());
        assertThat(SentReferences.withoutOwn(stored))
                .isEqualTo(SentReferences.withoutOwn(
                        FhirJson.parseKept(created.result().getResponseBody())));
        assertThat(stored.at("/meta/versionId").asString()).isEqualTo("2");

        // when
        fhir.delete(patient, created.location());

        // then
        Answer gone = fhir.get(patient, created.location());
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.text()).doesNotContain("Hank");
        assertThat(fhir.get(patient, pathOf(id)).text()).doesNotContain("Hank", "superseded");
    }

    @Test
    void shouldKeepItSealed() {
        // given
        String marker = "marker-" + UUID.randomUUID();

        // when
        Answer created =
                fhir.post(patient, REFERENCES, resource("\"custodian\":{\"display\":\"" + marker + "\"},", "", PDF));
        Answer refused = fhir.post(
                patient,
                REFERENCES,
                resource("\"author\":[{\"display\":\"" + marker + "\",\"reference\":\"Patient/x\"}],", "", PDF));

        // then
        assertThat(created.text()).contains(marker);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).doesNotContain(marker);
        assertThat(Disk.filesUnder(api.folder())).isNotEmpty().noneMatch(file -> Disk.contains(file, marker));
        assertThat(api.logged()).doesNotContain(marker);
    }

    @Test
    void shouldStoreItLikeAnUpload() {
        // given
        String id = fhir.post(patient, REFERENCES, resource("", "", PDF))
                .json()
                .path("id")
                .asString();

        // when
        new UploadedDocuments(api).store(patient, "/api/patients/" + patient.patientId() + "/documents/" + id);

        // then
        assertThat(fhir.get(patient, REFERENCES + '/' + id)
                        .json()
                        .at("/meta/versionId")
                        .asString())
                .isEqualTo("2");
    }

    @Test
    void shouldCreateOnceForAKey() {
        // given
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        String body = resource("", "", PDF);

        // when
        Answer first = fhir.send(patient, HttpMethod.POST, REFERENCES, body, key);
        Answer again = fhir.send(patient, HttpMethod.POST, REFERENCES, body, key);

        // then
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        for (String other : List.of(
                resource("", "", UploadedDocuments.pdf(1_999)), resource("\"docStatus\":\"final\",", "", PDF))) {
            assertThat(fhir.send(patient, HttpMethod.POST, REFERENCES, other, key)
                            .status())
                    .isEqualTo(422);
        }

        // when
        fhir.delete(patient, first.location());

        // then
        assertThat(fhir.send(patient, HttpMethod.POST, REFERENCES, body, key).status())
                .isEqualTo(410);
    }

    @ParameterizedTest
    @CsvSource({
        "return=minimal, false, false",
        "return=representation, true, false",
        "return=OperationOutcome, false, true"
    })
    void shouldAnswerAsPreferred(String prefer, boolean resource, boolean outcome) {
        // when
        Answer created =
                fhir.send(patient, HttpMethod.POST, REFERENCES, resource("", "", PDF), Map.of("Prefer", prefer));

        // then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.location()).isNotEmpty();
        assertThat(created.text().contains("attachment")).isEqualTo(resource);
        assertThat(created.text().contains("OperationOutcome")).isEqualTo(outcome);
    }

    @Test
    void shouldLetThoseWriteWhoMay() {
        // given
        Members members = new Members(api);
        Member hospital = members.hospital();
        Member writer = members.doctor(hospital);
        Member reader = members.doctor(hospital);
        ConsentUnderTest consents = new ConsentUnderTest(api);
        consents.granted(patient, ConsentUnderTest.toDoctor(writer, "DOCUMENTS_WRITE"));
        consents.granted(patient, ConsentUnderTest.toDoctor(reader, "DOCUMENTS_READ"));
        String named = resource(subject(patient.patientId()), "", PDF);

        // then
        assertThat(fhir.post(writer.signedIn(), REFERENCES, named).status()).isEqualTo(201);
        assertThat(fhir.post(reader.signedIn(), REFERENCES, named).status()).isEqualTo(403);
        Answer unnamed = fhir.post(writer.signedIn(), REFERENCES, resource("", "", PDF));
        assertThat(unnamed.status()).isEqualTo(422);
        assertThat(unnamed.json().at("/issue/0/expression/0").asString()).isEqualTo("subject");
    }

    @Test
    void shouldLetNobodyWriteIntoOrKnowOfThePassportsOfOthers() {
        // given
        UploadedDocuments documents = new UploadedDocuments(api);
        Set<String> before = documents.staged();
        String foreign = resource(subject(patient.patientId()), "", PDF);
        String unknown = resource(subject(UUID.randomUUID().toString()), "", PDF);

        // then
        for (SignedIn who : new SignedIn[] {
            api.newPatient(),
            new Members(api).doctor(new Members(api).hospital()).signedIn()
        }) {
            Answer refused = fhir.post(who, REFERENCES, foreign);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.json().at("/issue/0/expression/0").asString()).isEqualTo("subject.reference");
            assertThat(withoutRequestId(refused)).isEqualTo(withoutRequestId(fhir.post(who, REFERENCES, unknown)));
        }
        assertThat(fhir.post(null, REFERENCES, foreign).status()).isEqualTo(401);
        assertThat(documents.staged()).isEqualTo(before);
    }

    @Test
    void shouldTellEveryFaultAtOnceAndKeepNothing() {
        // given
        UploadedDocuments documents = new UploadedDocuments(api);
        Set<String> before = documents.staged();

        // when
        Answer refused = fhir.post(
                patient,
                REFERENCES,
                resource(
                        "\"securityLabel\":[{\"text\":\"secret\"}],\"context\":{\"related\":[{\"reference\":\"Patient/1\"}]},",
                        "\"contentType\":\"image/png\",\"size\":7,\"url\":\"https://example.org/x\",",
                        PDF));
        Answer longTitle =
                fhir.post(patient, REFERENCES, resource("\"description\":\"" + "x".repeat(201) + "\",", "", PDF));

        // then
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json()
                        .path("issue")
                        .valueStream()
                        .map(issue -> issue.at("/expression/0").asString()))
                .containsExactlyInAnyOrder(
                        "securityLabel[0]",
                        "context.related[0].reference",
                        "content[0].attachment.url",
                        "content[0].attachment.size",
                        "content[0].attachment.contentType");
        assertThat(longTitle.status()).isEqualTo(422);
        assertThat(longTitle.json().at("/issue/0/expression/0").asString()).isEqualTo("description");
        assertThat(documents.staged()).isEqualTo(before);
    }

    @Test
    void shouldRefuseBodiesThatAreNone() {
        // given
        byte[] program = {0x7F, 'E', 'L', 'F', 2, 1, 1, 0};

        // then
        assertThat(fhir.post(patient, REFERENCES, resource("", "", program)).status())
                .isEqualTo(415);
        assertThat(fhir.post(patient, REFERENCES, resource("", "", UploadedDocuments.pdf(800_000)))
                        .status())
                .isEqualTo(413);
        assertThat(fhir.post(patient, REFERENCES, resource("", "", UploadedDocuments.pdf(780_000)))
                        .status())
                .isEqualTo(201);
        Answer tooMuchBesideTheBytes = fhir.post(
                patient, REFERENCES, resource("\"custodian\":{\"display\":\"" + "x".repeat(33_000) + "\"},", "", PDF));
        assertThat(tooMuchBesideTheBytes.status()).isEqualTo(413);
        assertThat(tooMuchBesideTheBytes.json().at("/issue/0/diagnostics").asString())
                .contains("32768");
        assertThat(fhir.post(patient, REFERENCES, "{").status()).isEqualTo(400);
        assertThat(fhir.post(patient, REFERENCES, "{\"resourceType\":\"Basic\"}")
                        .status())
                .isEqualTo(422);
        assertThat(fhir.send(
                                patient,
                                HttpMethod.POST,
                                REFERENCES,
                                "<DocumentReference/>",
                                Map.of("Content-Type", "application/fhir+xml"))
                        .status())
                .isEqualTo(415);
        assertThat(fhir.send(
                                patient,
                                HttpMethod.POST,
                                REFERENCES,
                                resource("", "", PDF),
                                Map.of("If-None-Exist", "identifier=1"))
                        .status())
                .isEqualTo(400);
    }

    private String said() {
        return SAID.replace("SUBJECT", patient.patientId()).replaceAll("\\R *", "");
    }

    private String pathOf(String documentId) {
        return "/api/patients/" + patient.patientId() + "/documents/" + documentId;
    }

    private static String subject(String patientId) {
        return "\"subject\":{\"reference\":\"Patient/" + patientId + "\"},";
    }

    private static String resource(String members, String ofAttachment, byte[] bytes) {
        String type = ofAttachment.contains("contentType") ? "" : "\"contentType\":\"application/octet-stream\",";
        String status = members.contains("\"status\"") ? "" : "\"status\":\"current\",";
        return "{\"resourceType\":\"DocumentReference\"," + status + members
                + "\"content\":[{\"attachment\":{" + type + ofAttachment + "\"data\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}}]}";
    }

    private static String withoutRequestId(Answer answer) {
        return answer.text().replaceFirst("\"id\":\"[^\"]*\"", "");
    }
}
