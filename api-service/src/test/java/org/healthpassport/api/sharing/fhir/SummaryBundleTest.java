package org.healthpassport.api.sharing.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.record.annotating.SharedNotes;
import org.healthpassport.api.record.share.SharedRecord;
import org.healthpassport.api.record.share.SharedSection;
import org.healthpassport.api.record.share.SharedSummary;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.healthpassport.fhir.catalog.Section;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SummaryBundleTest {
    private static final Instant REGISTERED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");
    private static final PatientState PATIENT = new PatientState(
            UUID.randomUUID().toString(), new PatientState.Name("Ada", "<Example>"), BirthDate.of(1980, 5, 17));

    private final SummaryBundle summary = new SummaryBundle(new Ids(), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldSayWhatEverySummarySays() {
        // given
        SharedRecord allergy = record("AllergyIntolerance", "\"code\":{\"coding\":[{\"code\":\"91936005\"}]}");
        SharedRecord condition = record(
                "Condition",
                "\"code\":{\"coding\":[{\"display\":\"Asthma\"}]},\"evidence\":[{\"detail\":[{\"reference\":"
                        + "\"AllergyIntolerance/" + allergy.recordId() + "/_history/3\"}]}]");

        // when
        LinkResource given = summary.of(patient(), all(allergy, condition), SharedNotes.NONE, REGISTERED);

        // then
        JsonNode bundle = given.resource();
        JsonNode composition = bundle.at("/entry/0/resource");
        assertThat(bundle.get("type").asString()).isEqualTo("document");
        assertThat(bundle.get("timestamp").asString()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(bundle.at("/identifier/value").asString()).startsWith("urn:uuid:");
        assertThat(composition.at("/type/coding/0/code").asString()).isEqualTo("60591-5");
        assertThat(composition.at("/subject/reference").asString()).isEqualTo("urn:uuid:" + PATIENT.patientId());
        assertThat(bundle.get("entry").values().stream()
                        .map(entry -> entry.get("fullUrl").asString()))
                .doesNotHaveDuplicates()
                .contains(composition.at("/author/0/reference").asString())
                .contains(composition.at("/section/1/entry/0/reference").asString());
        assertThat(composition.at("/section/0/text/div").asString()).contains("<li>Asthma</li>");
        assertThat(composition.at("/section/1/text/div").asString()).contains("<li>91936005</li>");
        assertThat(composition.at("/section/2/emptyReason/coding/0/code").asString())
                .isEqualTo("unavailable");
        assertThat(bundle.at("/entry/3/resource/evidence/0/detail/0/reference").asString())
                .isEqualTo("urn:uuid:" + allergy.recordId());
        assertThat(bundle.at("/entry/1/resource/name/0/family").asString()).isEqualTo("<Example>");
        assertThat(given.lastUpdated()).isEqualTo(allergy.lastUpdated());
    }

    @Test
    void shouldSayOfPatientWhatIsKnown() {
        // given
        PatientState.Name suharto = new PatientState.Name("Suharto", null);
        PatientState.Name nur = new PatientState.Name(null, "Nur");

        // then
        assertThat(FhirPatient.of(new PatientState(
                                "p1", suharto, BirthDate.parse("1921").orElseThrow()))
                        .toString())
                .endsWith("\"name\":[{\"use\":\"official\",\"given\":[\"Suharto\"]}],\"birthDate\":\"1921\"}");
        assertThat(FhirPatient.of(new PatientState(
                                "p1", nur, BirthDate.parse("1980-02").orElseThrow()))
                        .toString())
                .endsWith("\"name\":[{\"use\":\"official\",\"family\":\"Nur\"}],\"birthDate\":\"1980-02\"}");
    }

    @Test
    void shouldSayInASectionWhatIsMissingInIt() {
        // given
        SharedRecord allergy = record("AllergyIntolerance", "\"code\":{\"text\":\"A\"}");
        SharedSection cut = new SharedSection(Section.ALLERGIES, List.of(allergy), 3, 1, 0, true);
        SharedSection lost = new SharedSection(Section.PROBLEMS, List.of(), 0, 0, 1, false);

        // when
        JsonNode all = summary.of(patient(), all(allergy), SharedNotes.NONE, REGISTERED)
                .resource();
        JsonNode incomplete = summary.of(
                        patient(), new SharedSummary(List.of(cut, lost), List.of(), 0), SharedNotes.NONE, REGISTERED)
                .resource();

        // then
        assertThat(all.at("/entry/0/resource").has("text")).isFalse();
        assertThat(all.at("/entry/0/resource/section/1/text/div").asString())
                .isEqualTo("<div xmlns=\"http://www.w3.org/1999/xhtml\"><ul><li>A</li></ul></div>");
        JsonNode composition = incomplete.at("/entry/0/resource");
        assertThat(composition.at("/text/div").asString()).contains("Its sections say what is missing");
        assertThat(composition.at("/section/1/text/div").asString())
                .isEqualTo("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>There is no room for 3 more entries.</p>"
                        + "<p>One entry is shortened.</p><p>There may be older entries that are not shown.</p>"
                        + "<ul><li>A</li></ul></div>");
        assertThat(composition.at("/section/0").has("entry")).isFalse();
        assertThat(composition.at("/section/0/text/div").asString()).contains("One more entry cannot be shown.");
        assertThat(composition.at("/section/0/emptyReason").toString())
                .isEqualTo("{\"text\":\"One more entry cannot be shown.\"}");
        assertThat(incomplete.at("/entry/5/resource/issue").values().stream()
                        .map(issue -> issue.at("/details/text").asString()))
                .contains("Allergies and intolerances: There is no room for 3 more entries.");
    }

    @Test
    void shouldSayHowManyEntriesCannotBeShownAndNothingElseOfThem() {
        // given
        SharedRecord allergy = record("AllergyIntolerance", "\"code\":{\"text\":\"A\"}");

        // when
        JsonNode bundle = summary.of(
                        patient(),
                        new SharedSummary(all(allergy).sections(), List.of(), 2),
                        SharedNotes.NONE,
                        REGISTERED)
                .resource();

        // then
        JsonNode outcome = bundle.at("/entry/4/resource");
        assertThat(outcome.get("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(outcome.get("issue").values())
                .hasSize(2)
                .allSatisfy(issue -> assertThat(issue.toString())
                        .isEqualTo("{\"severity\":\"error\",\"code\":\"exception\","
                                + "\"details\":{\"text\":\"An entry that belongs here cannot be shown.\"}}"));
        assertThat(bundle.at("/entry/0/resource/text/div").asString()).contains("incomplete");
    }

    @Test
    void shouldShowRecordsOfAPatientWhoseNameCannotBeRead() {
        // given
        SharedRecord allergy = record("AllergyIntolerance", "\"code\":{\"text\":\"A\"}");

        // when
        JsonNode bundle = summary.of(
                        FhirPatient.unreadable(PATIENT.patientId()),
                        all(allergy).andOneUnreadable(),
                        SharedNotes.NONE,
                        REGISTERED)
                .resource();

        // then
        assertThat(bundle.at("/entry/1/resource/name/0/extension/0/valueCode").asString())
                .isEqualTo("error");
        assertThat(bundle.at("/entry/3/resource/code/text").asString()).isEqualTo("A");
        assertThat(bundle.at("/entry/4/resource/issue").values()).hasSize(1);
    }

    @Test
    void shouldHaveFurtherSectionsForWhatIsThere() {
        // given
        SharedRecord medication = record("Medication", "\"code\":{\"text\":\"Aspirin\"}");
        SharedRecord prescription = record(
                "MedicationRequest",
                "\"status\":\"active\",\"medicationReference\":{\"reference\":\"Medication/" + medication.recordId()
                        + "\"}");
        SharedRecord pulse = record(
                "Observation",
                "\"status\":\"final\",\"code\":{\"text\":\"Pulse\"},\"effectiveDateTime\":\"2026-03\",\"category\":[{\"coding\":[{"
                        + "\"system\":\"http://terminology.hl7.org/CodeSystem/observation-category\","
                        + "\"code\":\"vital-signs\"}]}]");

        // when
        JsonNode bundle = summary.of(
                        patient(),
                        new SharedSummary(all(prescription, pulse).sections(), List.of(medication), 0),
                        SharedNotes.NONE,
                        REGISTERED)
                .resource();

        // then
        JsonNode sections = bundle.at("/entry/0/resource/section");
        assertThat(sections.values().stream()
                        .map(section -> section.get("title").asString()))
                .containsExactly("Problems", "Allergies and intolerances", "Medications", "Vital signs");
        assertThat(sections.get(2).at("/text/div").asString()).contains("<li>Aspirin (active)</li>");
        assertThat(sections.get(3).at("/text/div").asString()).contains("<li>Pulse (final, 2026-03)</li>");
        assertThat(bundle.get("entry").values().stream()
                        .map(entry -> entry.at("/resource/id").asString()))
                .contains(medication.recordId());
    }

    @Test
    void shouldSayInWordsWhatTurnsTheMeaningRound() {
        // given
        SharedRecord request = record(
                "MedicationRequest",
                "\"status\":\"active\",\"doNotPerform\":true,\"medicationCodeableConcept\":{\"text\":\"Aspirin\"}");
        SharedRecord extended = record(
                "MedicationStatement",
                "\"status\":\"active\",\"modifierExtension\":[{\"url\":\"http://x.example/not\",\"valueBoolean\":true}],"
                        + "\"medicationCodeableConcept\":{\"text\":\"Insulin\"}");

        // when
        JsonNode bundle = summary.of(patient(), all(request, extended), SharedNotes.NONE, REGISTERED)
                .resource();

        // then
        assertThat(bundle.at("/entry/0/resource/section/2/text/div").asString())
                .contains("<li>Aspirin (not to be done, active)</li>")
                .contains("<li>Insulin (has an extension that changes its meaning, active)</li>");
    }

    @Test
    void shouldLeaveOutWhatReferencesSayOfThingsThatAreNotShared() {
        // given
        SharedRecord allergy = record(
                "AllergyIntolerance",
                "\"recorder\":{\"reference\":\"Practitioner/7\",\"display\":\"Dr. Who\"},"
                        + "\"asserter\":{\"reference\":\"Practitioner/8\"},"
                        + "\"encounter\":{\"reference\":\"https://elsewhere.example/Encounter/9\"}");

        // when
        JsonNode shown = summary.of(patient(), all(allergy), SharedNotes.NONE, REGISTERED)
                .resource()
                .at("/entry/3/resource");

        // then
        assertThat(shown.get("recorder").toString()).isEqualTo("{\"display\":\"Dr. Who\"}");
        assertThat(shown.get("asserter").toString()).isEqualTo("{\"display\":\"not shared\"}");
        assertThat(shown.at("/encounter/reference").asString()).isEqualTo("https://elsewhere.example/Encounter/9");
    }

    private static ObjectNode patient() {
        return FhirPatient.of(PATIENT);
    }

    private static SharedSummary all(SharedRecord... records) {
        Map<Section, List<SharedRecord>> sections = Stream.of(records)
                .collect(Collectors.groupingBy(record ->
                        ClinicalRecord.of(record.resource()).orElseThrow().section()));
        return new SharedSummary(
                sections.entrySet().stream()
                        .map(section -> new SharedSection(section.getKey(), section.getValue(), 0, 0, 0, false))
                        .sorted(Comparator.comparing(SharedSection::section))
                        .toList(),
                List.of(),
                0);
    }

    private static SharedRecord record(String type, String members) {
        String id = UUID.randomUUID().toString();
        String json = "{\"resourceType\":\"%s\",\"id\":\"%s\",\"patient\":{\"reference\":\"Patient/%s\"},%s}"
                .formatted(type, id, PATIENT.patientId(), members);
        return new SharedRecord(
                id, NOW.minusSeconds(60), json.length(), FhirJson.parse(json.getBytes(UTF_8)), List.of());
    }
}
