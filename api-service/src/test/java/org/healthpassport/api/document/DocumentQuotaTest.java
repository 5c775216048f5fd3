package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.UsageCounters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DocumentQuotaTest {
    private static final int LARGE = ApiUnderTest.MAX_DOCUMENT_BYTES / 2;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final UploadedDocuments documents = new UploadedDocuments(api);
    private SignedIn patient;
    private UsageCounters counters;

    @BeforeEach
    void register() {
        patient = api.newPatient();
        counters = new UsageCounters(api, patient.patientId());
    }

    @Test
    void shouldCountWhatADocumentTakesAndGiveItBackWhenItIsDeleted() throws IOException {
        // when
        String path = documents.path(patient, Form.of(Pdf.ofSize(2_000)));

        // then
        long ciphertext = documents.stagedBytes(UploadedDocuments.idIn(path)).length;
        counters.await(DocumentQuota.BYTES, DocumentSize.stored(ciphertext));
        counters.await(DocumentQuota.DOCUMENTS, 1);

        // when
        for (int i = 0; i < 2; i++) {
            api.client(patient).delete().uri(path).exchange().expectStatus().isNoContent();
        }

        // then it is given back once, and at once
        assertThat(counters.used(DocumentQuota.BYTES)).isEqualTo(DocumentSize.deleted());
        counters.await(DocumentQuota.BYTES, DocumentSize.deleted());
        counters.await(DocumentQuota.DOCUMENTS, 1);
    }

    @Test
    void shouldRefuseMoreDocumentsThanAPatientMayHave() {
        // given
        documents.taken(patient, Form.of(Pdf.ofSize(2_000)));
        counters.await(DocumentQuota.DOCUMENTS, 1);
        counters.set(DocumentQuota.DOCUMENTS, ApiUnderTest.DOCUMENTS_PER_PATIENT - 1);

        // then
        documents.taken(patient, Form.of(Pdf.ofSize(2_000)));
        Map<?, ?> problem = documents
                .upload(patient, Form.of(Pdf.ofSize(2_000)))
                .expectStatus()
                .isEqualTo(507)
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        assertThat((String) problem.get("detail")).contains("at most " + ApiUnderTest.DOCUMENTS_PER_PATIENT);
        counters.await(DocumentQuota.DOCUMENTS, ApiUnderTest.DOCUMENTS_PER_PATIENT);
    }

    @Test
    void shouldReserveMoreWhileAnUploadOfUnknownLengthArrives() throws IOException {
        // given room for less than a step
        documents.taken(patient, Form.of(Pdf.ofSize(2_000)));
        long small = settledBytes();
        long before = ApiUnderTest.PATIENT_QUOTA_BYTES - LARGE - LARGE / 2;
        counters.set(DocumentQuota.BYTES, before);

        // when
        int first = uploadChunked(LARGE);

        // then
        assertThat(first).isEqualTo(202);
        assertThat(small).isLessThan(DocumentSize.expected(2_000));
        long after = settledBytes();
        assertThat(after - before).isBetween((long) LARGE, DocumentSize.expected(LARGE));

        // when, then there is room for half of the next
        assertThat(uploadChunked(LARGE)).isEqualTo(507);
        counters.await(DocumentQuota.BYTES, after);
        assertThat(documents.staged()).noneMatch(name -> name.contains("part"));
    }

    @Test
    void shouldGiveBackTheRoomOfAnUploadThatWasCutOff() throws IOException {
        // given
        documents.taken(patient, Form.of(Pdf.ofSize(2_000)));
        long before = settledBytes();

        // when
        try (RawHttp http = new RawHttp(api.port())) {
            http.begin(patient, "Content-Type: " + Form.TYPE, "Content-Length: " + LARGE)
                    .send(new Form().field("type", "OTHER").upTo("form-data; name=\"file\"; filename=\"a.pdf\""));
            Awaitility.await().until(() -> counters.used(DocumentQuota.BYTES) > before + LARGE / 2);
        }

        // then
        counters.await(DocumentQuota.BYTES, before);
        counters.await(DocumentQuota.DOCUMENTS, 1);
    }

    @Test
    void shouldGiveBackTheRoomOfARefusedUpload() {
        // given
        documents.taken(patient, Form.of(Pdf.ofSize(2_000)));
        long before = settledBytes();

        // when
        documents
                .upload(patient, new Form().file("a.pdf", Pdf.ofSize(LARGE)).end())
                .expectStatus()
                .isBadRequest();

        // then
        counters.await(DocumentQuota.BYTES, before);
        counters.await(DocumentQuota.DOCUMENTS, 1);
    }

    private int uploadChunked(int size) throws IOException {
        try (RawHttp http = new RawHttp(api.port())) {
            http.begin(patient, "Content-Type: " + Form.TYPE, "Transfer-Encoding: chunked")
                    .sendChunk(Form.of(Pdf.ofSize(size)))
                    .sendChunk(new byte[0]);
            return http.answer().status();
        }
    }

    private long settledBytes() {
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(counters.reserved(DocumentQuota.BYTES)).isZero());
        return counters.used(DocumentQuota.BYTES);
    }
}
