package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.healthpassport.standalone.ApiClient.Patient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A patient uploads, reads, shares and deletes a document, over HTTP alone. */
@ExtendWith(SharedPassport.class)
@TestInstance(Lifecycle.PER_CLASS)
class DocumentJourneyTest {
    private static StandaloneProcess process;
    private static ApiClient api;

    @BeforeAll
    void start(SharedPassport.Start passport) {
        process = passport.on(surroundings());
        api = new ApiClient(process.api());
    }

    /** The settings of store and broker; empty for the embedded ones. */
    Map<String, String> surroundings() {
        return Map.of();
    }

    @Test
    void shouldCarryADocumentFromUploadToDeletion() throws Exception {
        // given a patient with a report
        Patient patient = api.newPatient();
        byte[] report = Pdf.ofSize(1_000_000, 1);

        // when it is uploaded
        HttpResponse<byte[]> accepted = patient.upload("report.pdf", report, "LAB_REPORT");

        // then it is accepted, described, and readable at once
        assertThat(accepted.statusCode()).isEqualTo(202);
        JsonNode document = ApiClient.json(accepted);
        String documentId = document.get("documentId").asString();
        assertThat(accepted.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location)
                        .endsWith("/api/patients/" + patient.patientId() + "/documents/" + documentId));
        assertThat(document.get("status").asString()).isEqualTo("RECEIVED");
        assertThat(document.get("contentType").asString()).isEqualTo("application/pdf");
        assertThat(document.get("sizeBytes").asLong()).isEqualTo(report.length);
        assertThat(patient.content(documentId).body()).isEqualTo(report);

        // and the worker stores it
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(patient.status(documentId)).isEqualTo("STORED"));

        // and it is listed
        JsonNode listed = ApiClient.json(patient.documents()).get("items");
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.get(0).get("documentId").asString()).isEqualTo(documentId);

        // and comes back byte for byte, whole and in part
        assertThat(patient.content(documentId).body()).isEqualTo(report);
        HttpResponse<byte[]> part = patient.content(documentId, "Range", "bytes=4000-8999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(report, 4_000, 9_000));

        // and by a signed link, without a header
        HttpResponse<byte[]> link = patient.downloadLink(documentId, 60);
        assertThat(link.statusCode()).isEqualTo(201);
        URI url = URI.create(ApiClient.json(link).get("url").asString());
        assertThat(api.get(url).body()).isEqualTo(report);

        // when it is deleted
        assertThat(patient.delete(documentId).statusCode()).isEqualTo(204);

        // then nobody can read it in any way
        assertThat(patient.content(documentId).statusCode()).isEqualTo(410);
        assertThat(api.get(url).statusCode()).isEqualTo(410);
        assertThat(ApiClient.json(patient.documents()).get("items").size()).isZero();
        assertThat(patient.status(documentId)).isEqualTo("DELETED");
    }

    @Test
    void shouldKeepPatientsApart() throws Exception {
        // given a document of one patient
        Patient owner = api.newPatient();
        Patient other = api.newPatient();
        String documentId = ApiClient.json(owner.upload("a.pdf", Pdf.ofSize(1_000, 2), "OTHER"))
                .get("documentId")
                .asString();

        // then another patient finds nothing under that id, neither in their own documents nor in the owner's
        assertThat(other.document(documentId).statusCode()).isEqualTo(404);
        assertThat(other.content(documentId).statusCode()).isEqualTo(404);
        assertThat(other.delete(documentId).statusCode()).isEqualTo(404);
        assertThat(owner.content(documentId).statusCode()).isEqualTo(200);
    }
}
