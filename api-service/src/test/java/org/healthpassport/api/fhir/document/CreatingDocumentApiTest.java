package org.healthpassport.api.fhir.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;

class CreatingDocumentApiTest {
    private static final String REFERENCES = "/fhir/DocumentReference";
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
        assertThat(created.json().at("/type/coding/0/code").asString()).isEqualTo("DISCHARGE_SUMMARY");
        String path = "/api/patients/" + patient.patientId() + "/documents/"
                + created.json().path("id").asString();
        Answer metadata = fhir.get(patient, path);
        assertThat(metadata.json().path("title").asString()).isEqualTo("Letter of Dr Größe");
        assertThat(metadata.json().path("fileName").asString()).isEqualTo("Größe \"neu\" 漢.pdf");
        assertThat(metadata.json().path("status").asString()).isEqualTo("RECEIVED");
        assertThat(fhir.get(patient, path + "/content").result().getResponseBody())
                .isEqualTo(PDF);
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
        assertThat(fhir.send(patient, HttpMethod.POST, REFERENCES, resource("", "", UploadedDocuments.pdf(1_999)), key)
                        .status())
                .isEqualTo(422);

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
        assertThat(created.text().contains("masterIdentifier")).isEqualTo(resource);
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
                        "\"securityLabel\":[{\"text\":\"secret\"}],\"context\":{\"related\":[{\"reference\":\"Encounter/1\"}]},",
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
                        "securityLabel",
                        "context",
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

    private static String subject(String patientId) {
        return "\"subject\":{\"reference\":\"Patient/" + patientId + "\"},";
    }

    private static String resource(String members, String ofAttachment, byte[] bytes) {
        String type = ofAttachment.contains("contentType") ? "" : "\"contentType\":\"application/octet-stream\",";
        return "{\"resourceType\":\"DocumentReference\",\"status\":\"current\"," + members
                + "\"content\":[{\"attachment\":{" + type + ofAttachment + "\"data\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}}]}";
    }

    private static String withoutRequestId(Answer answer) {
        return answer.text().replaceFirst("\"id\":\"[^\"]*\"", "");
    }
}
