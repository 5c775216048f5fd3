package org.healthpassport.api.fhir.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.document.Form;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

class DocumentReferenceApiTest {
    private static final String REFERENCES = "/fhir/DocumentReference/";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);
    private final UploadedDocuments documents = new UploadedDocuments(api);
    private final SignedIn patient = api.newPatient();

    @Test
    void shouldDescribeADocument() {
        // given
        String id = UploadedDocuments.idIn(documents.path(
                patient,
                new Form()
                        .field("type", "LAB_REPORT")
                        .field("title", "Blood count")
                        .file("results.pdf", UploadedDocuments.pdf(1_000))
                        .end()));

        // when
        Answer answer = fhir.get(patient, REFERENCES + id);

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
        JsonNode resource = answer.json();
        assertThat(new ResourceValidation()
                        .validate(FhirJson.parse(answer.text().getBytes())))
                .isEmpty();
        assertThat(resource.path("id").asString()).isEqualTo(id);
        assertThat(resource.path("status").asString()).isEqualTo("current");
        assertThat(resource.has("docStatus")).isFalse();
        assertThat(resource.at("/masterIdentifier/value").asString()).isEqualTo("urn:uuid:" + id);
        assertThat(resource.at("/subject/reference").asString()).isEqualTo("Patient/" + patient.patientId());
        assertThat(resource.at("/author/0/identifier/value").asString()).isEqualTo(patient.accountId());
        assertThat(resource.path("description").asString()).isEqualTo("Blood count");
        assertThat(resource.at("/type/coding")
                        .valueStream()
                        .map(coding -> coding.path("code").asString()))
                .containsExactly("LAB_REPORT", "11502-2");
        JsonNode attachment = resource.at("/content/0/attachment");
        assertThat(attachment.path("contentType").asString()).isEqualTo("application/pdf");
        assertThat(attachment.path("url").asString()).isEqualTo(ApiUnderTest.PUBLIC_URL + "/fhir/Binary/" + id);
        assertThat(attachment.path("size").asInt()).isEqualTo(1_000);
        assertThat(attachment.path("title").asString()).isEqualTo("results.pdf");
        assertThat(attachment.has("hash")).isFalse();
    }

    @Test
    void shouldDeleteADocumentForBothSurfaces() {
        // given
        String id = documents.receivedPdf(patient, 1_000);

        // when
        Answer stale = fhir.send(patient, HttpMethod.DELETE, REFERENCES + id, null, Map.of("If-Match", "W/\"7\""));
        Answer deleted = fhir.delete(patient, REFERENCES + id);

        // then
        assertThat(stale.status()).isEqualTo(412);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(fhir.get(patient, REFERENCES + id).status()).isEqualTo(410);
        assertThat(fhir.get(patient, REFERENCES + id).json().at("/issue/0/code").asString())
                .isEqualTo("deleted");
        assertThat(fhir.get(patient, "/api/patients/" + patient.patientId() + "/documents/" + id)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("DELETED");
        assertThat(fhir.delete(patient, REFERENCES + id).status()).isEqualTo(204);
    }

    @Test
    void shouldShowADocumentToGranteesWithTheScopeAlone() {
        // given
        String id = documents.receivedPdf(patient, 1_000);
        Members members = new Members(api);
        Member hospital = members.hospital();
        Member reader = members.doctor(hospital);
        Member ofRecords = members.doctor(hospital);
        ConsentUnderTest consents = new ConsentUnderTest(api);
        consents.granted(patient, ConsentUnderTest.toDoctor(reader, "DOCUMENTS_READ"));
        consents.granted(patient, ConsentUnderTest.toDoctor(ofRecords, "RECORDS_READ"));

        // then
        assertThat(fhir.get(reader.signedIn(), REFERENCES + id).status()).isEqualTo(200);
        assertThat(fhir.delete(reader.signedIn(), REFERENCES + id).status()).isEqualTo(403);
        assertThat(fhir.get(ofRecords.signedIn(), REFERENCES + id).status()).isEqualTo(403);
    }

    @Test
    void shouldHideTheDocumentsOfOthersLikeUnknownOnes() {
        // given
        String id = documents.receivedPdf(patient, 1_000);
        Answer unknown = fhir.get(patient, REFERENCES + UUID.randomUUID());

        // then
        assertThat(unknown.status()).isEqualTo(404);
        for (SignedIn stranger : new SignedIn[] {
            api.newPatient(),
            new Members(api).doctor(new Members(api).hospital()).signedIn()
        }) {
            Answer hidden = fhir.get(stranger, REFERENCES + id);
            assertThat(hidden.status()).isEqualTo(404);
            assertThat(withoutRequestId(hidden)).isEqualTo(withoutRequestId(unknown));
            assertThat(fhir.delete(stranger, REFERENCES + id).status()).isEqualTo(404);
        }
        assertThat(fhir.get(patient, REFERENCES + id).status()).isEqualTo(200);
        assertThat(fhir.get(null, REFERENCES + id).status()).isEqualTo(401);
    }

    private static String withoutRequestId(Answer answer) {
        return answer.text().replaceFirst("\"id\":\"[^\"]*\"", "");
    }
}
