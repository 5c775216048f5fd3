package org.healthpassport.api.fhir.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.entries;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The service says who wrote which version and which annotation. */
class ProvenanceApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final ResourceValidation VALIDATION = new ResourceValidation();
    private static final String TEXT = "I never had that.";

    private static Member author;
    private static Member elsewhere;

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final SignedIn patient = api.newPatient();
    private final String records = ConsentUnderTest.path(patient) + "/records";

    @BeforeAll
    static void registerHospitals() {
        Members members = new Members(api);
        author = members.doctor(members.hospital());
        elsewhere = members.doctor(members.hospital());
    }

    @Test
    void shouldSayWhoWroteEachVersion() {
        // given
        let(author);
        String id = written(author.signedIn());
        change(HttpMethod.PUT, author.signedIn(), id, 1).expectStatus().isOk();
        change(HttpMethod.DELETE, author.signedIn(), id, 2).expectStatus().isNoContent();

        for (int version = 1; version <= 3; version++) {
            // when
            ResponseSpec answer =
                    get(patient, id + ".v" + version).expectStatus().isOk();

            // then
            answer.expectHeader().contentType("application/fhir+json");
            ObjectNode provenance = valid(answer);
            assertThat(provenance.get("id").asString()).isEqualTo(id + ".v" + version);
            assertThat(provenance.at("/target/0/reference").asString())
                    .isEqualTo("AllergyIntolerance/" + id + "/_history/" + version);
            assertThat(provenance.at("/activity/coding/0/code").asString())
                    .isEqualTo(List.of("CREATE", "UPDATE", "DELETE").get(version - 1));
            assertThat(provenance.at("/agent/0/who/identifier/value").asString())
                    .isEqualTo(author.accountId());
            assertThat(provenance.at("/agent/0/onBehalfOf/identifier/value").asString())
                    .isEqualTo(author.hospitalId());
            assertThat(provenance.at("/agent/0/role").toString()).contains("DOCTOR", "clinician-verified");
        }
        assertThat(valid(get(patient, written(patient) + ".v1")).at("/agent/0").toString())
                .contains("PATIENT", "patient-stated", patient.accountId())
                .doesNotContain("onBehalfOf");
    }

    @Test
    void shouldSayWhatThePatientWroteBesideARecord() {
        // given
        let(author);
        String id = written(author.signedIn());
        SignedIn carer = api.newPatient();
        new RepresentationUnderTest(api).represented(patient, patient, carer, "READ", "WRITE");
        annotate(patient, id, TEXT);
        annotate(RepresentationUnderTest.as(carer, patient), id, "She told me so.");

        // when
        ObjectNode first = valid(get(author.signedIn(), id + ".a1"));
        ObjectNode second = valid(get(author.signedIn(), id + ".a2"));

        // then
        assertThat(first.at("/target/0/reference").asString()).isEqualTo("AllergyIntolerance/" + id);
        assertThat(first.at("/reason/0/text").asString()).isEqualTo(TEXT);
        assertThat(first.at("/agent/0/who/reference").asString()).isEqualTo("Patient/" + patient.patientId());
        assertThat(second.at("/agent/0/who/identifier/value").asString()).isEqualTo(carer.accountId());
        assertThat(second.at("/agent/0/onBehalfOf/reference").asString()).isEqualTo("Patient/" + patient.patientId());
    }

    @Test
    void shouldNotExistForWhomTheRecordDoesNot() {
        // given
        let(author, elsewhere);
        String id = written(author.signedIn());
        annotate(patient, id, TEXT);
        get(elsewhere.signedIn(), id + ".v1").expectStatus().isOk();

        // when
        api.client(patient)
                .post()
                .uri(records + '/' + id + "/hiding")
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        for (String part : List.of(".v1", ".a1")) {
            get(elsewhere.signedIn(), id + part).expectStatus().isNotFound();
            get(api.newPatient(), id + part).expectStatus().isNotFound();
            get(author.signedIn(), id + part).expectStatus().isOk();
        }
        for (String none : List.of(id, id + ".v2", id + ".v0", id + ".a2", id + ".x1", "a.v1", id + ".v99999999999")) {
            get(patient, none)
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.resourceType")
                    .isEqualTo("OperationOutcome");
        }
    }

    @Test
    void shouldBeOfAReadableTypeOnly() {
        for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.POST, HttpMethod.PATCH)) {
            String path = method == HttpMethod.POST ? "/fhir/Provenance" : "/fhir/Provenance/1";
            ResponseSpec answer = api.client(patient)
                    .method(method)
                    .uri(path)
                    .contentType(MediaType.parseMediaType("application/fhir+json"))
                    .bodyValue("{\"resourceType\":\"Provenance\"}")
                    .exchange();
            answer.expectStatus().isEqualTo(405).expectHeader().exists("Allow");
            assertThat(text(answer)).contains("OperationOutcome");
        }
        api.client(patient)
                .get()
                .uri("/fhir/Provenance")
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "OPTIONS");
        api.client()
                .delete()
                .uri("/fhir/Provenance/1")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        JsonNode statement = JsonMapper.shared()
                .readTree(text(api.client().get().uri("/fhir/metadata").exchange()));
        assertThat(VALIDATION.validate((ObjectNode) FhirJson.parse(bytes(statement))))
                .isEmpty();
        assertThat(statement.at("/rest/0/resource").values())
                .filteredOn(resource -> resource.get("type").asString().equals("Provenance"))
                .singleElement()
                .satisfies(provenance ->
                        assertThat(provenance.get("interaction").toString()).isEqualTo("[{\"code\":\"read\"}]"));
    }

    @Test
    void shouldStandBesideTheRecordBehindALink() {
        // given
        String shared = sharing.record(patient, allergy("Latex"));
        String alone = sharing.record(patient, allergy("Dust"));
        annotate(patient, shared, TEXT);
        SignedIn carer = api.newPatient();
        new RepresentationUnderTest(api).represented(patient, patient, carer, "READ", "WRITE");
        annotate(RepresentationUnderTest.as(carer, patient), shared, "She told me so.");
        HealthLinkReader link = sharing.newLink(
                patient, summaryLink("content", Map.of("summary", true, "records", List.of(shared, alone))));

        // when
        List<JsonNode> bundles = new ArrayList<>();
        for (JsonNode file : sharing.opened(link, by("Dr. Who")).get("files")) {
            bundles.add(link.decrypt(file.get("embedded").asString()).json());
        }

        // then
        assertThat(bundles).hasSize(2).allSatisfy(bundle -> {
            assertThat(VALIDATION.validate(FhirJson.parse(bytes(bundle)))).isEmpty();
            assertThat(entries(bundle).stream()
                            .map(entry -> entry.get("resource"))
                            .filter(resource ->
                                    resource.get("resourceType").asString().equals("Provenance")))
                    .hasSize(2)
                    .allSatisfy(provenance -> {
                        assertThat(VALIDATION.validate(FhirJson.parse(bytes(provenance))))
                                .isEmpty();
                        assertThat(provenance.at("/target/0/reference").asString())
                                .isEqualTo("urn:uuid:" + shared);
                    })
                    .extracting(provenance -> provenance.at("/reason/0/text").asString())
                    .containsExactly("She told me so.", TEXT);
            assertThat(bundle.toString()).doesNotContain(patient.accountId(), carer.accountId());
        });
    }

    private void let(Member... clinicians) {
        for (Member clinician : clinicians) {
            new ConsentUnderTest(api)
                    .granted(patient, ConsentUnderTest.toDoctor(clinician, "RECORDS_READ", "RECORDS_WRITE"));
        }
    }

    private String written(SignedIn who) {
        return SharingUnderTest.idIn(api.client(who)
                .post()
                .uri(records)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Allergies.to("Latex"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst("Location"));
    }

    private void annotate(SignedIn who, String id, String text) {
        api.client(who)
                .post()
                .uri(records + '/' + id + "/annotations")
                .bodyValue(Map.of("text", text))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private ResponseSpec change(HttpMethod method, SignedIn who, String id, long version) {
        var request = api.client(who).method(method).uri(records + '/' + id).header("If-Match", "W/\"" + version + '"');
        return method == HttpMethod.DELETE
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Allergies.to("Nickel"))
                        .exchange();
    }

    private static ResponseSpec get(SignedIn who, String id) {
        return api.client(who).get().uri("/fhir/Provenance/" + id).exchange();
    }

    private static ObjectNode valid(ResponseSpec answer) {
        ObjectNode resource = FhirJson.parse(text(answer.expectStatus().isOk()).getBytes(StandardCharsets.UTF_8));
        assertThat(VALIDATION.validate(resource)).isEmpty();
        return resource;
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ResponseSpec answer) {
        return Allergies.text(answer);
    }
}
