package org.healthpassport.api.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.fhir.document.SentReferences;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.example.OfficialExamples;
import org.healthpassport.fhir.example.RandomResource;
import org.healthpassport.fhir.example.SyntheaPatients;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.Finding;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources that others wrote, and random ones, come back equal: the examples of the specification, everything that
 * Synthea made up about its patients.
 */
class ExamplesApiTest {
    private static final ResourceValidation VALIDATION = new ResourceValidation();
    private static final int LARGEST = 1024 * 1024;
    private static final int RANDOM_ONES = 5;

    /** They are readable at /fhir in another way than records. */
    private static final Set<String> VIEWS = Set.of("Binary", "Consent", "DocumentReference", "Patient", "Provenance");

    private static final Map<String, List<ObjectNode>> OFFICIAL = OfficialExamples.ofSpecification()
            .filter(example -> example.json().length <= LARGEST)
            .map(OfficialExamples.Example::resource)
            .collect(Collectors.groupingBy(
                    resource -> resource.path("resourceType").asString("")));

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SignedIn patient = api.newPatient();
    private final Allergies records = new Allergies(api, patient);

    @ParameterizedTest
    @EnumSource
    void shouldGiveBackTheExamplesOfTheSpecification(RecordType type) {
        assertThat(OFFICIAL.get(type.fhirName()).stream()
                        .map(example -> Content.of(example, type, patient.patientId()))
                        .map(this::withoutMistakes))
                .isNotEmpty()
                .allSatisfy(this::shouldComeBackEqual);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveBackRandomOnes(RecordType type) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        assertThat(Stream.generate(() -> randomOne(type, random)).limit(RANDOM_ONES))
                .as("seed %d", seed)
                .allSatisfy(this::shouldComeBackEqual);
    }

    @Test
    void shouldGiveBackWhatBelongsToASyntheticPatient() {
        allShouldComeBackEqual("Lavern240");
    }

    @ParameterizedTest
    @Tag("exhaustive")
    @ValueSource(strings = {"Cordie578", "Jessie665", "Leonardo412", "Velvet616"})
    void shouldGiveBackWhatBelongsToOtherSyntheticPatients(String name) {
        allShouldComeBackEqual(name);
    }

    @Test
    void shouldRefuseTypesThatAreNoRecords() {
        assertThat(OFFICIAL.values().stream().map(examples -> examples.get(0)))
                .filteredOn(example -> typeOf(example).isEmpty())
                .hasSizeGreaterThan(90)
                .allSatisfy(example -> {
                    post(records.list(), example)
                            .expectStatus()
                            .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                            .expectBody()
                            .jsonPath("$.errors[0].pointer")
                            .isEqualTo("/resourceType");
                    String name = example.path("resourceType").asString();
                    if (!VIEWS.contains(name)) {
                        post("/fhir/" + name, example)
                                .expectStatus()
                                .isNotFound()
                                .expectBody()
                                .jsonPath("$.resourceType")
                                .isEqualTo("OperationOutcome");
                    }
                });
    }

    private static Optional<RecordType> typeOf(ObjectNode resource) {
        return RecordType.of(resource.path("resourceType").asString());
    }

    private ObjectNode randomOne(RecordType type, Random random) {
        String text = RandomResource.of(
                type.fhirName(),
                random,
                json -> VALIDATION.validate(ofPatient(type, json)).isEmpty());
        return ofPatient(type, text);
    }

    private ObjectNode ofPatient(RecordType type, String json) {
        return Content.of(FhirJson.parse(json.getBytes(UTF_8)), type, patient.patientId());
    }

    /** Some examples of the specification break its rules; they are refused, and kept without what is wrong. */
    private ObjectNode withoutMistakes(ObjectNode example) {
        List<Finding> findings = VALIDATION.validate(example);
        if (findings.isEmpty()) {
            return example;
        }
        post(records.list(), example).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        // A contained patient was the subject, so it has to go where another one is.
        findings.forEach(finding -> example.remove(
                finding.pointer().isEmpty()
                        ? "contained"
                        : finding.pointer().split("/")[1].replaceFirst("^_", "")));
        return example;
    }

    private void allShouldComeBackEqual(String name) {
        List<ObjectNode> resources = SyntheaPatients.bundle(name)
                .path("entry")
                .valueStream()
                .map(entry -> (ObjectNode) entry.path("resource"))
                .toList();
        assertThat(resources)
                .filteredOn(resource -> typeOf(resource).isPresent())
                .hasSizeGreaterThan(150)
                .map(resource -> Content.of(resource, typeOf(resource).orElseThrow(), patient.patientId()))
                .allSatisfy(this::shouldComeBackEqual);
        assertThat(resources)
                .filteredOn(
                        resource -> resource.path("resourceType").asString("").equals("DocumentReference"))
                .hasSizeGreaterThan(10)
                .map(reference -> SentReferences.of(reference, patient.patientId()))
                .allSatisfy(this::documentShouldComeBackEqual);
    }

    private void documentShouldComeBackEqual(ObjectNode sent) {
        // when
        byte[] created = post("/fhir/DocumentReference", sent)
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseBody();

        // then
        ObjectNode given = FhirJson.parseKept(created);
        String id = given.path("id").asString();
        assertThat(bytes("/fhir/DocumentReference/" + id)).isEqualTo(created);
        assertThat(SentReferences.withoutOwn(given)).isEqualTo(SentReferences.withoutOwn(sent));
        assertThat(bytes("/fhir/Binary/" + id)).isEqualTo(SentReferences.bytes(sent));
    }

    /** At both addresses of a record, with the same bytes. */
    private void shouldComeBackEqual(ObjectNode sent) {
        // given
        String path = records.create(new String(FhirJson.write(sent), UTF_8));

        // when
        byte[] kept = bytes(path);

        // then
        assertThat(Content.withoutOwn(kept)).isEqualTo(Content.withoutOwn(FhirJson.write(sent)));
        assertThat(bytes("/fhir/" + sent.path("resourceType").asString() + '/' + Allergies.idIn(path)))
                .isEqualTo(kept);
    }

    private byte[] bytes(String path) {
        return records.get(path)
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
    }

    private ResponseSpec post(String path, ObjectNode resource) {
        return records.post(path, new String(FhirJson.write(resource), UTF_8));
    }
}
