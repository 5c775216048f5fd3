package org.healthpassport.fhir.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ShortFormTest {
    private static final String LONG = "x".repeat(250_000);
    private static final String ALLERGY = """
            {"resourceType":"AllergyIntolerance","id":"a1",\
            "meta":{"lastUpdated":"2026-01-01T00:00:00Z","profile":["http://x.example/p"],"tag":[{"system":"urn:healthpassport:authorship","code":"patient-stated"}]},\
            "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},\
            "criticality":"high","code":{"text":"Penicillin"},"patient":{"reference":"Patient/p1"},"onsetDateTime":"2001",\
            "note":[{"text":"%s"}]}""".formatted(LONG);

    @Test
    void shouldKeepWhatAClinicianMustKnow() {
        // when
        ObjectNode shorter = ShortForm.of(parse(ALLERGY)).orElseThrow();

        // then
        assertThat(shorter.toString()).isEqualTo("""
                {"resourceType":"AllergyIntolerance","id":"a1",\
                "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},\
                "criticality":"high","code":{"text":"Penicillin"},"patient":{"reference":"Patient/p1"},"onsetDateTime":"2001",\
                "meta":{"lastUpdated":"2026-01-01T00:00:00Z","tag":[{"system":"urn:healthpassport:authorship","code":"patient-stated"},\
                {"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}]}}""");
        assertThat(new ResourceValidation().validate(shorter)).isEmpty();
    }

    @Test
    void shouldKeepTheBeginningOfALongName() {
        // given
        String name = "\"Penicillin " + LONG + "\"";
        ObjectNode coded = parse(ALLERGY.replace(
                "{\"text\":\"Penicillin\"}", "{\"coding\":[{\"code\":\"1\",\"display\":" + name + "}]}"));
        ObjectNode statement = parse("""
                {"resourceType":"MedicationStatement","status":"active","contained":[{"resourceType":"Medication","id":"m","code":{"text":%s}}],\
                "medicationReference":{"reference":"#m"},"subject":{"reference":"Patient/p1"}}""".formatted(name));

        // then
        assertThat(ShortForm.of(coded).orElseThrow().at("/code/text").asString())
                .startsWith("Penicillin xxx")
                .hasSize(201);
        assertThat(ShortForm.of(statement)
                        .orElseThrow()
                        .at("/medicationReference")
                        .toString())
                .startsWith("{\"display\":\"Penicillin xxx")
                .hasSizeLessThan(230);
    }

    @Test
    void shouldNotShortenWhatChangesTheMeaning() {
        // given
        ObjectNode changed = parse(ALLERGY.replace(
                "\"criticality\"",
                "\"modifierExtension\":[{\"url\":\"http://x.example/not\",\"valueString\":\"" + LONG
                        + "\"}],\"criticality\""));

        // then
        assertThat(ShortForm.of(changed)).isEqualTo(Optional.empty());
    }

    private static ObjectNode parse(String json) {
        return FhirJson.parse(json.getBytes(UTF_8));
    }
}
