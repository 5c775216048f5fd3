package org.healthpassport.api.sharing.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.decision.Grants;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PatientSummariesTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    /** The page of a link opens no larger files. */
    private static final int MOST_BYTES = 5 << 20;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final SignedIn patient = api.newPatient();

    @Test
    void shouldShowAnAllergyHoweverManyNewerRecordsThereAre() {
        // given
        sharing.record(patient, allergy("Penicillin"));
        create(200, "Observation", "\"status\":\"final\",\"code\":{\"text\":\"Pulse %d\"}");

        // when
        ObjectNode summary = summary();

        // then
        assertThat(lines(summary, "Allergies and intolerances"))
                .containsExactly("Penicillin (high criticality, active): Hives");
        assertThat(lines(summary, "Results"))
                .hasSize(50)
                .contains("Pulse 199 (final)")
                .doesNotContain("Pulse 149 (final)");
        assertThat(text(summary, "Results")).contains("There is no room for 150 more entries.");
        assertThat(text(summary, "Allergies and intolerances")).doesNotContain("room", "older");
    }

    @Test
    void shouldPreferWhatHoldsNowAndSayHowMuchThereIsNoRoomFor() {
        // given
        record(
                "Condition",
                "\"clinicalStatus\":" + clinical("condition", "active") + ",\"code\":{\"text\":\"Asthma\"}");
        create(
                201,
                "Condition",
                "\"clinicalStatus\":" + clinical("condition", "resolved") + ",\"code\":{\"text\":\"Cold %d\"}");

        // when
        ObjectNode summary = summary();

        // then
        assertThat(lines(summary, "Problems"))
                .hasSize(200)
                .startsWith("Asthma (active)")
                .doesNotContain("Cold 0 (resolved)");
        assertThat(text(summary, "Problems")).contains("There is no room for 2 more entries.");
    }

    @Test
    void shouldGiveNoPlaceToWhatWasEnteredInError() {
        // given
        record("Immunization", vaccination("completed", "Measles"));
        IntStream.range(0, 60)
                .forEach(i -> record("Observation", "\"status\":\"entered-in-error\",\"code\":{\"text\":\"E\"}"));
        record("Observation", "\"status\":\"final\",\"code\":{\"text\":\"Pulse\"}");
        IntStream.range(0, 60)
                .forEach(i -> record("Observation", "\"status\":\"entered-in-error\",\"code\":{\"text\":\"E\"}"));

        // then
        assertThat(lines(summary(), "Results")).containsExactly("Pulse (final)");
        assertThat(text(summary(), "Results")).doesNotContain("more", "may");
        assertThat(lines(summary(), "Immunizations")).containsExactly("Measles (completed, 2020)");
    }

    @Test
    void shouldFitIntoAFileThatEveryBrowserOpens() {
        // given
        String filling = "\u00e4".repeat(110_000);
        IntStream.range(0, 40)
                .forEach(i -> sharing.record(
                        patient,
                        allergy("Allergy " + i)
                                .replace(
                                        "\"criticality\"",
                                        "\"note\":[{\"text\":\"" + filling + "\"}],\"criticality\"")));
        sharing.record(patient, allergy("<".repeat(200_000)));
        create(200, "Procedure", "\"status\":\"completed\",\"code\":{\"text\":\"" + "&".repeat(3_000) + " %d\"}");

        // when
        ObjectNode summary = summary();

        // then
        assertThat(FhirJson.write(summary)).hasSizeLessThan(MOST_BYTES);
        assertThat(lines(summary, "Allergies and intolerances"))
                .hasSize(41)
                .contains("Allergy 0 (high criticality, active): Hives");
        assertThat(text(summary, "Allergies and intolerances")).contains("entries are shortened.");
        assertThat(text(summary, "Procedures")).contains("There may be older entries that are not shown.");
    }

    @Test
    void shouldNotShowADrugThatWasEnteredInErrorUnderItsName() {
        // given
        String wrong = record("Medication", "\"status\":\"entered-in-error\",\"code\":{\"text\":\"Morphine\"}");
        String right = record("Medication", "\"status\":\"active\",\"code\":{\"text\":\"Insulin\"}");
        record("Medication", "\"code\":{\"text\":\"Ibuprofen\"}");
        for (String medication : List.of(wrong, right)) {
            record(
                    "MedicationStatement",
                    "\"status\":\"active\",\"medicationReference\":{\"reference\":\"Medication/" + medication + "\"}");
        }

        // when
        ObjectNode summary = summary();

        // then
        assertThat(lines(summary, "Medications"))
                .containsExactlyInAnyOrder("entered in error (active)", "Insulin (active)");
        assertThat(summary.toString()).doesNotContain("Morphine", "Ibuprofen");
    }

    @Test
    void shouldShowDevicesByTheirUse() {
        // given
        String wrongUse = device("Wrong use");
        String wrongDevice = record(
                "Device",
                "\"status\":\"entered-in-error\",\"deviceName\":[{\"name\":\"Wrong device\",\"type\":\"other\"}]");
        String used = device("Knee");
        String alone = device("Pacemaker");
        use("entered-in-error", wrongUse);
        use("active", wrongDevice);
        use("completed", used);

        // when
        ObjectNode summary = summary();

        // then
        assertThat(lines(summary, "Devices"))
                .containsExactlyInAnyOrder("entered in error (active)", "Knee (completed)", "Pacemaker");
        assertThat(summary.toString()).contains(used, alone).doesNotContain("Wrong", wrongUse, wrongDevice);
    }

    private String device(String name) {
        return record("Device", "\"deviceName\":[{\"name\":\"" + name + "\",\"type\":\"other\"}]");
    }

    private void use(String status, String device) {
        record(
                "DeviceUseStatement",
                "\"status\":\"" + status + "\",\"device\":{\"reference\":\"Device/" + device + "\"}");
    }

    private static String vaccination(String status, String vaccine) {
        return "\"status\":\"" + status + "\",\"vaccineCode\":{\"text\":\"" + vaccine
                + "\"},\"occurrenceDateTime\":\"2020\"";
    }

    private static String clinical(String kind, String code) {
        return "{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/" + kind + "-clinical\",\"code\":\""
                + code + "\"}]}";
    }

    private void create(int number, String type, String members) {
        IntStream.range(0, number).forEach(i -> record(type, members.formatted(i)));
    }

    private String record(String type, String members) {
        return sharing.record(patient, "{\"resourceType\":\"" + type + "\"," + members + "}");
    }

    private ObjectNode summary() {
        return api.bean(PatientSummaries.class)
                .of(Grants.all(patient.patientId()))
                .block(WITHIN)
                .resource();
    }

    private static List<String> lines(ObjectNode summary, String title) {
        return Pattern.compile("<li>(.*?)</li>")
                .matcher(text(summary, title))
                .results()
                .map(line -> line.group(1))
                .toList();
    }

    private static String text(ObjectNode summary, String title) {
        return summary.at("/entry/0/resource/section").values().stream()
                .filter(section -> section.path("title").asString("").equals(title))
                .map((JsonNode section) -> section.at("/text/div").asString())
                .findFirst()
                .orElse("");
    }
}
