package org.healthpassport.api.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Each type of records, with the least that it must have. */
class RecordTypesApiTest {
    private static final String CODE = "{\"text\":\"something\"}";
    private static final String SOMEBODY = "{\"display\":\"somebody\"}";

    private static final Map<RecordType, String> LEAST = Map.ofEntries(
            Map.entry(
                    RecordType.ALLERGY_INTOLERANCE,
                    "\"clinicalStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical\",\"code\":\"active\"}]},\"code\":"
                            + CODE),
            Map.entry(RecordType.CARE_PLAN, "\"status\":\"active\",\"intent\":\"plan\""),
            Map.entry(RecordType.CARE_TEAM, "\"status\":\"active\""),
            Map.entry(
                    RecordType.CLAIM,
                    "\"status\":\"active\",\"type\":%1$s,\"use\":\"claim\",\"created\":\"2026-01-02\",\"provider\":%2$s,\"priority\":%1$s,\"insurance\":[{\"sequence\":1,\"focal\":true,\"coverage\":%2$s}]"
                            .formatted(CODE, SOMEBODY)),
            Map.entry(
                    RecordType.CONDITION,
                    "\"clinicalStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/condition-clinical\",\"code\":\"active\"}]}"),
            Map.entry(RecordType.COVERAGE, "\"status\":\"active\",\"payor\":[" + SOMEBODY + "]"),
            Map.entry(RecordType.DEVICE, "\"type\":" + CODE),
            Map.entry(RecordType.DEVICE_USE_STATEMENT, "\"status\":\"active\",\"device\":" + SOMEBODY),
            Map.entry(RecordType.DIAGNOSTIC_REPORT, "\"status\":\"final\",\"code\":" + CODE),
            Map.entry(
                    RecordType.ENCOUNTER,
                    "\"status\":\"finished\",\"class\":{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"AMB\"}"),
            Map.entry(
                    RecordType.EXPLANATION_OF_BENEFIT,
                    "\"status\":\"active\",\"type\":%1$s,\"use\":\"claim\",\"created\":\"2026-01-02\",\"insurer\":%2$s,\"provider\":%2$s,\"outcome\":\"complete\",\"insurance\":[{\"focal\":true,\"coverage\":%2$s}]"
                            .formatted(CODE, SOMEBODY)),
            Map.entry(RecordType.FAMILY_MEMBER_HISTORY, "\"status\":\"completed\",\"relationship\":" + CODE),
            Map.entry(RecordType.GOAL, "\"lifecycleStatus\":\"active\",\"description\":" + CODE),
            Map.entry(RecordType.IMAGING_STUDY, "\"status\":\"available\""),
            Map.entry(
                    RecordType.IMMUNIZATION,
                    "\"status\":\"completed\",\"vaccineCode\":" + CODE + ",\"occurrenceDateTime\":\"2025-10\""),
            Map.entry(RecordType.LOCATION, "\"name\":\"Ward 3\""),
            Map.entry(RecordType.MEDICATION, "\"code\":" + CODE),
            Map.entry(
                    RecordType.MEDICATION_ADMINISTRATION,
                    "\"status\":\"completed\",\"medicationCodeableConcept\":" + CODE
                            + ",\"effectiveDateTime\":\"2026-01-02\""),
            Map.entry(
                    RecordType.MEDICATION_REQUEST,
                    "\"status\":\"active\",\"intent\":\"order\",\"medicationCodeableConcept\":" + CODE),
            Map.entry(RecordType.MEDICATION_STATEMENT, "\"status\":\"active\",\"medicationCodeableConcept\":" + CODE),
            Map.entry(
                    RecordType.OBSERVATION,
                    "\"status\":\"final\",\"code\":" + CODE + ",\"valueQuantity\":{\"value\":1.50,\"unit\":\"g\"}"),
            Map.entry(RecordType.ORGANIZATION, "\"name\":\"University Hospital\""),
            Map.entry(RecordType.PRACTITIONER, "\"name\":[{\"family\":\"Hamilton\"}]"),
            Map.entry(RecordType.PRACTITIONER_ROLE, "\"active\":true"),
            Map.entry(RecordType.PROCEDURE, "\"status\":\"completed\",\"code\":" + CODE),
            Map.entry(RecordType.QUESTIONNAIRE_RESPONSE, "\"status\":\"completed\""),
            Map.entry(RecordType.SERVICE_REQUEST, "\"status\":\"active\",\"intent\":\"order\""),
            Map.entry(RecordType.SPECIMEN, "\"type\":" + CODE),
            Map.entry(RecordType.SUPPLY_DELIVERY, "\"status\":\"completed\""));

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SignedIn patient = api.newPatient();
    private final Allergies records = new Allergies(api, patient);

    @ParameterizedTest
    @EnumSource
    void shouldKeepAmendListAndDelete(RecordType type) {
        // given
        String sent = resource(type, LEAST.get(type));

        // when
        String path = records.create(sent);

        // then
        assertThat(withoutOwn(records.text(path), type)).isEqualTo(withoutOwn(sent, type));
        if (type.patient().isPresent()) {
            assertThat(records.text(path)).contains("\"reference\":\"Patient/" + patient.patientId() + '"');
        }
        records.put(path, 1, sent).expectStatus().isOk();
        assertThat(records.text(records.list() + "?type=" + type.fhirName())).contains("\"versionId\":\"2\"");
        records.delete(path, 2).expectStatus().isNoContent();
        assertThat(records.text(path + "/history")).contains("\"versionId\":\"1\"");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseRecordsOfSomebodyElse(RecordType type) {
        type.patient()
                .ifPresent(element -> records.post(resource(
                                type,
                                LEAST.get(type) + ",\"" + element.name() + "\":{\"reference\":\"Patient/another\"}"))
                        .expectStatus()
                        .isEqualTo(422)
                        .expectBody()
                        .jsonPath("$.errors[0].pointer")
                        .isEqualTo("/" + element.name() + "/reference"));
    }

    @Test
    void shouldKeepContainedResourcesOfAnyType() {
        String sent = resource(
                RecordType.OBSERVATION,
                "\"contained\":[{\"resourceType\":\"Binary\",\"id\":\"b\",\"contentType\":\"text/plain\"},{\"resourceType\":\"RelatedPerson\",\"id\":\"r\",\"patient\":{\"display\":\"Ada\"}}],\"performer\":[{\"reference\":\"#r\"}],\"focus\":[{\"reference\":\"#b\"}],"
                        + LEAST.get(RecordType.OBSERVATION));
        assertThat(withoutOwn(records.text(records.create(sent)), RecordType.OBSERVATION))
                .isEqualTo(withoutOwn(sent, RecordType.OBSERVATION));
    }

    @Test
    void shouldFindRecordsByTheCodeOfWhateverTheyAreAbout() {
        // given
        String vaccine = "\"status\":\"completed\",\"occurrenceDateTime\":\"2025-10\",\"vaccineCode\":{\"coding\":["
                + "{\"system\":\"http://example.org/local\",\"code\":\"V1\"},{\"system\":\"http://hl7.org/fhir/sid/cvx\",\"code\":\"208\"}]}";
        String path = records.create(resource(RecordType.IMMUNIZATION, vaccine));

        // then
        Stream.of("208", "http://hl7.org/fhir/sid/cvx|208", "V1")
                .forEach(code -> assertThat(records.text(records.list() + "?code=" + code))
                        .contains(Allergies.idIn(path)));
        assertThat(records.text(records.list() + "?code=209")).doesNotContain(Allergies.idIn(path));
    }

    private static String resource(RecordType type, String members) {
        return "{\"resourceType\":\"" + type.fhirName() + "\"," + members + '}';
    }

    private static String withoutOwn(String json, RecordType type) {
        ObjectNode tree = FhirJson.parse(json.getBytes(StandardCharsets.UTF_8));
        tree.remove("id");
        tree.remove("meta");
        type.patient().ifPresent(element -> tree.remove(element.name()));
        return new String(FhirJson.write(tree), StandardCharsets.UTF_8);
    }
}
