package org.healthpassport.fhir.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClinicalRecordTest {
    private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
    private static final String VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";

    @ParameterizedTest
    @CsvSource({
        "active, confirmed, CURRENT",
        "active, refuted, REFUTED",
        "resolved, confirmed, PAST",
        "active, entered-in-error, ENTERED_IN_ERROR",
        "E, confirmed, CURRENT"
    })
    void shouldFindTheCodeOfTheBoundSystemInAnyCoding(String clinical, String verification, Standing standing) {
        // given
        String allergy = """
                {"resourceType": "AllergyIntolerance",
                 "clinicalStatus": {"coding": [{"system": "http://a", "code": "STORNO"}, {"code": "resolved"},
                   {"system": "%s", "code": "%s"}]},
                 "verificationStatus": {"text": "refuted", "coding": [{"system": "http://a", "code": "entered-in-error"},
                   {"system": "%s", "code": "%s"}]}}
                """.formatted(CLINICAL, clinical, VERIFICATION, verification);

        // then
        assertThat(record(allergy).standing()).isEqualTo(standing);
    }

    @ParameterizedTest
    @CsvSource({
        "MedicationStatement, active, CURRENT",
        "MedicationStatement, completed, PAST",
        "MedicationStatement, not-taken, NOT_DONE",
        "MedicationRequest, draft, PLANNED",
        "Immunization, completed, DONE",
        "Immunization, not-done, NOT_DONE",
        "Immunization, final, DONE",
        "Observation, preliminary, CURRENT",
        "Observation, entered-in-error, ENTERED_IN_ERROR",
        "Coverage, cancelled, PAST",
        "Goal, completed, CURRENT"
    })
    void shouldFindTheStandingOf(String type, String status, Standing standing) {
        assertThat(record("{\"resourceType\": \"%s\", \"status\": \"%s\"}".formatted(type, status))
                        .standing())
                .isEqualTo(standing);
    }

    @Test
    void shouldTakeWhatIsNotActiveForPast() {
        assertThat(record("{\"resourceType\": \"Organization\", \"active\": false}")
                        .standing())
                .isEqualTo(Standing.PAST);
        assertThat(record("{\"resourceType\": \"Organization\"}").standing()).isEqualTo(Standing.CURRENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AllergyIntolerance | \"code\": {\"text\": \" Latex \", \"coding\": [{\"display\": \"L\"}]} | Latex",
                "AllergyIntolerance | \"code\": {\"coding\": [{\"code\": \"1\", \"system\": \"http://a\"}, {\"display\": \"Latex\"}]} | Latex",
                "AllergyIntolerance | \"code\": {\"coding\": [{\"display\": \"A\"}, {\"display\": \"B\", \"userSelected\": true}]} | B",
                "MedicationStatement | \"medicationCodeableConcept\": {\"text\": \"Aspirin\"} | Aspirin",
                "MedicationStatement | \"medicationReference\": {\"display\": \"Aspirin\"} | Aspirin",
                "MedicationStatement | \"medicationReference\": {\"reference\": \"#m\", \"display\": \"A\"}, \"contained\": [{\"resourceType\": \"Medication\", \"id\": \"m\", \"code\": {\"text\": \"Aspirin\"}}] | Aspirin",
                "MedicationStatement | \"medicationReference\": {\"reference\": \"#m\", \"display\": \"A\"}, \"contained\": [{\"resourceType\": \"Medication\", \"id\": \"m\"}] | A",
                "Immunization | \"vaccineCode\": {\"coding\": [{\"code\": \"07\"}]} | 07",
                "Encounter | \"class\": {\"display\": \"ambulatory\"} | ambulatory",
                "Encounter | \"class\": {\"display\": \"a\"}, \"type\": [{\"text\": \"Check-up\"}, {\"text\": \"X\"}] | Check-up, X",
                "Device | \"deviceName\": [{\"name\": \"Pump\", \"type\": \"other\"}] | Pump",
                "CarePlan | \"title\": \"Diabetes\", \"description\": \"x\" | Diabetes",
                "Practitioner | \"name\": [{\"given\": [\"Ann\", \"B.\"], \"family\": \"Kim\"}] | Ann B. Kim",
                "Practitioner | \"name\": [{\"text\": \"Dr. Kim\", \"family\": \"Kim\"}] | Dr. Kim",
                "SupplyDelivery | \"suppliedItem\": {\"itemCodeableConcept\": {\"text\": \"Strips\"}} | Strips",
                "Condition | \"subject\": {\"reference\": \"Patient/1\"} | ''"
            })
    void shouldSayWhatItIsAbout(String type, String members, String text) {
        assertThat(record("{\"resourceType\": \"%s\", %s}".formatted(type, members))
                        .subjectMatter()
                        .text())
                .isEqualTo(text);
    }

    @Test
    void shouldGiveTheCodingsOfAContainedMedication() {
        assertThat(record("""
                        {"resourceType": "MedicationRequest", "medicationReference": {"reference": "#m"},
                         "contained": [{"resourceType": "Medication", "id": "m", "code": {"coding": [
                           {"system": "urn:oid:1.2", "code": "x"}, {"system": "http://a", "code": "1"}, {}]}}]}
                        """).subjectMatter().codings())
                .isEqualTo(List.of(new Coding("http://a", "1", "", false), new Coding("urn:oid:1.2", "x", "", false)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Observation | \"effectiveDateTime\": \"2020-02\", \"issued\": \"2021-01-01T00:00:00Z\" | 2020-02 | 2020-02 | ''",
                "Observation | \"issued\": \"2021-01-01T00:00:00Z\" | 2021-01-01T00:00:00Z | 2021-01-01T00:00:00Z | ''",
                "Observation | \"effectivePeriod\": {\"start\": \"2020\"} | 2020 | '' | ''",
                "Observation | \"effectiveTiming\": {\"event\": [\"2021\", \"2020-01-02\", \"2020\"]} | 2020 | 2021 | ''",
                "ServiceRequest | \"occurrenceTiming\": {\"repeat\": {\"boundsPeriod\": {\"end\": \"2020\"}}} | '' | 2020 | ''",
                "Condition | \"onsetString\": \"in childhood\", \"recordedDate\": \"2020\" | 2020 | 2020 | in childhood",
                "Condition | \"onsetAge\": {\"value\": 3}, \"recordedDate\": \"2020\" | 2020 | 2020 | ''",
                "Condition | \"onsetDateTime\": \"2020-02-30\", \"recordedDate\": \"2021\" | 2021 | 2021 | ''",
                "Immunization | \"occurrenceString\": \"at school\" | '' | '' | at school",
                "Specimen | \"collection\": {\"collectedDateTime\": \"2020\"}, \"receivedTime\": \"2021\" | 2020 | 2020 | ''",
                "Goal | \"startCodeableConcept\": {\"text\": \"x\"}, \"statusDate\": \"2020-01-01\" | 2020-01-01 | 2020-01-01 | ''"
            })
    void shouldSayWhenItWas(String type, String members, String start, String end, String words) {
        assertThat(record("{\"resourceType\": \"%s\", %s}".formatted(type, members))
                        .clinicalDate())
                .isEqualTo(Optional.of(new ClinicalDate(start, end, words)));
    }

    @Test
    void shouldSayNothingOfWhenItWasWithoutADate() {
        assertThat(record("{\"resourceType\": \"Device\"}").clinicalDate()).isEmpty();
        assertThat(record("{\"resourceType\": \"Condition\", \"onsetPeriod\": {}}")
                        .clinicalDate())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2020, 2020-01-01T00:00:00Z, 2020-12-31T23:59:59.999999999Z",
        "2020-02, 2020-02-01T00:00:00Z, 2020-02-29T23:59:59.999999999Z",
        "2020-02-29, 2020-02-29T00:00:00Z, 2020-02-29T23:59:59.999999999Z",
        "2020-02-29T23:59:58Z, 2020-02-29T23:59:58Z, 2020-02-29T23:59:58.999999999Z",
        "2020-02-29T23:59:60.5+02:00, 2020-02-29T21:59:59.500Z, 2020-02-29T21:59:59.500999999Z",
        "2020-02-29T23:59:58.123456789Z, 2020-02-29T23:59:58.123456789Z, 2020-02-29T23:59:58.123456789Z"
    })
    void shouldKnowTheBoundsOfADate(String date, Instant first, Instant last) {
        // when
        ClinicalDate clinical = record("{\"resourceType\": \"Condition\", \"onsetDateTime\": \"%s\"}".formatted(date))
                .clinicalDate()
                .orElseThrow();

        // then
        assertThat(clinical.earliest()).contains(first);
        assertThat(clinical.latest()).contains(last);
    }

    @Test
    void shouldKnowNoBoundWherePeriodsAreOpen() {
        assertThat(period("start").latest()).isEmpty();
        assertThat(period("start").earliest()).isPresent();
        assertThat(period("end").earliest()).isEmpty();
        assertThat(period("end").latest()).isPresent();
    }

    private static ClinicalDate period(String member) {
        return record("{\"resourceType\": \"Condition\", \"onsetPeriod\": {\"%s\": \"2020\"}}".formatted(member))
                .clinicalDate()
                .orElseThrow();
    }

    @Test
    void shouldGiveTheReferenceToThePatient() {
        assertThat(record("{\"resourceType\": \"Coverage\", \"beneficiary\": {\"reference\": \"Patient/1\"}}")
                        .patientReference()
                        .orElseThrow()
                        .path("reference")
                        .asString())
                .isEqualTo("Patient/1");
        assertThat(record("{\"resourceType\": \"Organization\"}").patientReference())
                .isEmpty();
        assertThat(record("{\"resourceType\": \"Device\", \"patient\": \"x\"}").patientReference())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"vital-signs, VITAL_SIGNS", "social-history, SOCIAL_HISTORY", "laboratory, RESULTS"})
    void shouldFindTheSectionByAnyCategory(String category, Section section) {
        assertThat(record("""
                        {"resourceType": "Observation", "category": [{"text": "x"}, {"coding": [{"code": "social-history"},
                          {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "%s"}]}]}
                        """.formatted(category)).section()).isEqualTo(section);
    }

    @Test
    void shouldKnowStatementsThatThereIsNothing() {
        assertThat(record("""
                        {"resourceType": "AllergyIntolerance", "code": {"coding": [{"system": "http://a", "code": "1"},
                          {"system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "code": "no-allergy-info"}]}}
                        """).statesAbsence()).isTrue();
        assertThat(record("{\"resourceType\": \"AllergyIntolerance\"}").statesAbsence())
                .isFalse();
    }

    private static ClinicalRecord record(String json) {
        return ClinicalRecord.of(FhirJson.parse(json.getBytes(UTF_8))).orElseThrow();
    }
}
