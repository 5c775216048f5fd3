package org.healthpassport.api.fhir.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;

class BinaryApiTest {
    private static final String BINARIES = "/fhir/Binary/";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);
    private final UploadedDocuments documents = new UploadedDocuments(api);
    private final SignedIn patient = api.newPatient();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*",
                "application/pdf",
                "application/*",
                "text/html, application/pdf;q=0.5",
                "application/fhir+json;q=0.5, */*"
            })
    void shouldServeTheFileAsItIs(String accept) {
        // given
        String id = documents.receivedPdf(patient, 20_000);

        // when
        Answer answer = read(patient, id, Map.of("Accept", accept));

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.result().getResponseBody()).isEqualTo(UploadedDocuments.pdf(20_000));
        assertThat(answer.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(answer.header("Content-Disposition")).startsWith("attachment");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void shouldServeARangeOfTheFile() {
        // given
        String id = documents.storedPdf(patient, 20_000);

        // when
        Answer answer = read(patient, id, Map.of("Range", "bytes=5-9"));

        // then
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes 5-9/20000");
        assertThat(answer.result().getResponseBody()).hasSize(5);
        assertThat(read(patient, id, Map.of("Range", "bytes=30000-")).status()).isEqualTo(416);
        assertThat(read(patient, id, Map.of("If-None-Match", answer.header("ETag")))
                        .status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/fhir+json | 1",
                "application/json | 8191",
                "application/fhir+json, */*;q=0.1 | 8192",
                "application/xml, application/fhir+json;q=0.9 | 8193",
                "application/fhir+json | 50000"
            })
    void shouldServeAResourceWithTheBytes(String accept, int size) {
        // given
        byte[] text = "x".repeat(size).getBytes();
        String id = created(text);

        // when
        Answer answer = read(patient, id, Map.of("Accept", accept, "Range", "bytes=0-0"));

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
        assertThat(answer.header("Content-Disposition")).isNull();
        assertThat(answer.json().path("resourceType").asString()).isEqualTo("Binary");
        assertThat(answer.json().path("id").asString()).isEqualTo(id);
        assertThat(answer.json().path("contentType").asString()).isEqualTo("text/plain");
        assertThat(answer.json().at("/securityContext/reference").asString()).isEqualTo("DocumentReference/" + id);
        assertThat(Base64.getDecoder().decode(answer.json().path("data").asString()))
                .isEqualTo(text);
        assertThat(new ResourceValidation()
                        .validate(FhirJson.parse(answer.text().getBytes())))
                .isEmpty();
    }

    @Test
    void shouldTellTheHeadersOfBothFormsOnHead() {
        // given
        String id = documents.receivedPdf(patient, 1_000);
        Map<String, String> json = Map.of("Accept", "application/fhir+json");

        // when
        Answer file = fhir.send(patient, HttpMethod.HEAD, BINARIES + id, null, Map.of());
        Answer resource = fhir.send(patient, HttpMethod.HEAD, BINARIES + id, null, json);

        // then
        assertThat(file.header("Content-Length")).isEqualTo("1000");
        assertThat(resource.header("Content-Length"))
                .isEqualTo(Integer.toString(read(patient, id, json).text().length()));
        assertThat(resource.header("ETag")).isNotEqualTo(file.header("ETag"));
        assertThat(resource.text()).isEmpty();
    }

    @Test
    void shouldSayWhichFormsThereAre() {
        // given
        String small = documents.receivedPdf(patient, 1_000);
        String large = documents.receivedPdf(patient, BinaryForms.MOST_IN_JSON + 1);

        // when
        Answer html = read(patient, small, Map.of("Accept", "text/html"));
        Answer tooLarge = read(patient, large, Map.of("Accept", "application/fhir+json"));

        // then
        assertThat(html.status()).isEqualTo(406);
        assertThat(html.json().at("/issue/0/diagnostics").asString()).contains("own media type");
        assertThat(read(patient, small, Map.of("Accept", "nonsense")).status()).isEqualTo(406);
        assertThat(fhir.get(patient, BINARIES + small + "?_format=json")
                        .json()
                        .path("resourceType")
                        .asString())
                .isEqualTo("Binary");
        assertThat(tooLarge.status()).isEqualTo(406);
        assertThat(tooLarge.json().at("/issue/0/diagnostics").asString()).contains("1048576");
        assertThat(fhir.send(
                                patient,
                                HttpMethod.HEAD,
                                BINARIES + large,
                                null,
                                Map.of("Accept", "application/fhir+json, application/pdf;q=0.1"))
                        .header("Content-Type"))
                .isEqualTo("application/pdf");
    }

    @Test
    void shouldServeThoseOnlyWhoMayReadTheDocument() {
        // given
        String id = documents.receivedPdf(patient, 1_000);
        Members members = new Members(api);
        Member hospital = members.hospital();
        Member reader = members.doctor(hospital);
        Member ofRecords = members.doctor(hospital);
        ConsentUnderTest consents = new ConsentUnderTest(api);
        consents.granted(patient, ConsentUnderTest.toDoctor(reader, "DOCUMENTS_READ"));
        consents.granted(patient, ConsentUnderTest.toDoctor(ofRecords, "RECORDS_READ"));
        SignedIn stranger = api.newPatient();

        // then
        assertThat(read(reader.signedIn(), id, Map.of()).status()).isEqualTo(200);
        assertThat(read(ofRecords.signedIn(), id, Map.of()).status()).isEqualTo(403);
        assertThat(withoutRequestId(read(stranger, id, Map.of())))
                .isEqualTo(withoutRequestId(read(stranger, UUID.randomUUID().toString(), Map.of())))
                .contains("not-found");

        // when
        fhir.delete(patient, "/fhir/DocumentReference/" + id);

        // then
        assertThat(read(patient, id, Map.of()).status()).isEqualTo(410);
    }

    private Answer read(SignedIn who, String id, Map<String, String> headers) {
        return fhir.send(who, HttpMethod.GET, BINARIES + id, null, headers);
    }

    private String created(byte[] bytes) {
        return UploadedDocuments.idIn(documents.path(patient, Form.of(bytes)));
    }

    private static String withoutRequestId(Answer answer) {
        return answer.text().replaceFirst("\"id\":\"[^\"]*\"", "");
    }
}
