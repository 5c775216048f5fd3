package org.healthpassport.api.document.failed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.document.DocumentReceived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** An administrator lists documents that could not be stored, and has them tried again. */
class FailedDocumentApiTest {
    private static final String DOCUMENTS = "/api/admin/documents";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final UploadedDocuments documents = new UploadedDocuments(api);
    private final SignedIn administrator = api.administrator();

    @Test
    void shouldListWhatFailedAndTellNothingOfItsContent() {
        // given
        SignedIn patient = api.newPatient();
        String stored = documents.storedPdf(patient, 1_000);
        String failed = documents.failedPdf(patient, 1_000);

        // when
        List<JsonNode> items = failed();

        // then
        assertThat(items)
                .extracting(item -> item.get("documentId").asString())
                .contains(failed)
                .doesNotContain(stored);
        assertThat(items)
                .filteredOn(item -> item.get("documentId").asString().equals(failed))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.propertyNames())
                            .containsExactlyInAnyOrder("documentId", "patientId", "reason", "uploadedAt");
                    assertThat(item.get("reason").asString()).isEqualTo("STAGED_BYTES_DAMAGED");
                });
    }

    @Test
    void shouldHaveAFailedDocumentTriedAgainOnce() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            // given
            SignedIn patient = api.newPatient();
            String failed = documents.failedPdf(patient, 1_000);

            // when
            retry(failed).expectStatus().isAccepted();

            // then
            recorded.one(event -> event.type() == EventType.DOCUMENT_RECEIVED
                    && event.payload(DocumentReceived.class).getDocumentId().equals(failed)
                    && event.stamp().getActor().equals(administrator.accountId()));
            assertThat(failed())
                    .extracting(item -> item.get("documentId").asString())
                    .doesNotContain(failed);
            retry(failed).expectStatus().isEqualTo(409);
        }
    }

    @Test
    void shouldRefuseToRetryWhatDidNotFail() {
        // given
        SignedIn patient = api.newPatient();

        // then
        retry(documents.storedPdf(patient, 1_000)).expectStatus().isEqualTo(409);
        retry("0198c7a2-0000-7000-8000-000000000000").expectStatus().isNotFound();
    }

    @ParameterizedTest
    @CsvSource({"''", "?status=STORED", "?status=failed", "?status=FAILED&limit=0", "?status=FAILED&cursor=x"})
    void shouldRefuseOtherLists(String query) {
        get(query).expectStatus().isBadRequest();
    }

    private List<JsonNode> failed() {
        JsonNode page = get("?status=FAILED&limit=200")
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(page).isNotNull();
        return page.get("items").valueStream().toList();
    }

    private ResponseSpec get(String query) {
        return api.client(administrator).get().uri(DOCUMENTS + query).exchange();
    }

    private ResponseSpec retry(String documentId) {
        return api.client(administrator)
                .post()
                .uri(DOCUMENTS + "/" + documentId + "/retry")
                .exchange();
    }
}
