package org.healthpassport.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoPatientTest {

    @Test
    void shouldHaveDistinguishableRecords() {
        for (DemoPatient patient : DemoPatient.ALL) {
            List<JsonNode> records = patient.records().stream()
                    .map(name -> JsonMapper.shared().readTree(DemoResource.read("records/" + name)))
                    .toList();
            assertThat(records)
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .allSatisfy(record -> assertThat(record.propertyNames())
                            .contains("resourceType")
                            .doesNotContain("id", "patient", "subject", "meta"));
            List<JsonNode> allergies = records.stream()
                    .filter(record -> record.get("resourceType").asString().equals("AllergyIntolerance"))
                    .toList();
            assertThat(allergies).isNotEmpty().allSatisfy(allergy -> {
                assertThat(allergy.at("/code/coding/0/system").asString()).isEqualTo("http://snomed.info/sct");
                assertThat(allergy.at("/clinicalStatus/coding/0/code").asString())
                        .isEqualTo("active");
                assertThat(LocalDate.parse(allergy.get("recordedDate").asString()))
                        .isAfter(LocalDate.parse(patient.birthDate()));
            });
            assertThat(allergies)
                    .extracting(allergy -> allergy.at("/code/coding/0/code").asString())
                    .doesNotHaveDuplicates();
            assertThat(patient.documents()).extracting(DemoDocument::title).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ada.example@example.org, 91936005, high",
        "ben.example@example.org, 91935009, high",
        "ben.example@example.org, 1003755004, low",
        "clara.example@example.org, 716186003, ''"
    })
    void shouldHaveAllergies(String email, String code, String criticality) {
        assertThat(DemoPatient.ALL)
                .filteredOn(patient -> patient.email().equals(email))
                .flatExtracting(DemoPatient::records)
                .extracting(name -> JsonMapper.shared().readTree(DemoResource.read("records/" + name)))
                .extracting(record -> Map.entry(
                        record.at("/code/coding/0/code").asString(),
                        record.path("criticality").asString("")))
                .contains(Map.entry(code, criticality));
    }

    @ParameterizedTest
    @CsvSource({"blood-count.pdf, %PDF-1.4", "chest-x-ray.png, PNG", "discharge-summary.txt, Example General Hospital"})
    void shouldHaveFilesOfTheirTypes(String fileName, String beginning) {
        byte[] content = new DemoDocument(fileName, "OTHER", "").content();

        assertThat(new String(content, 0, 32, StandardCharsets.ISO_8859_1)).contains(beginning);
    }
}
