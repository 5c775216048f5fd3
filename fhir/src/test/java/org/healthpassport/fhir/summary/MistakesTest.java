package org.healthpassport.fhir.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MistakesTest {

    @Test
    void shouldTakeBackTheNameOfADrugThatWasEnteredInError() {
        // given
        ObjectNode statement = parse("""
                {"resourceType":"MedicationStatement","status":"active","text":{"div":"Morphine"},\
                "medicationReference":{"reference":"Medication/m1/_history/2"},\
                "reasonReference":[{"reference":"Condition/c1","display":"Pain"},{"reference":"Condition/c2"}]}""");

        // when
        Mistakes.takeBack(statement, Set.of("Medication/m1", "Condition/c1"));

        // then
        assertThat(statement.toString()).isEqualTo("""
                {"resourceType":"MedicationStatement","status":"active",\
                "medicationReference":{"display":"entered in error"},\
                "reasonReference":[{"display":"Pain (entered in error)"},{"reference":"Condition/c2"}]}""");
    }

    @Test
    void shouldTakeBackContainedMistakesOnly() {
        // given
        ObjectNode statement = parse("""
                {"resourceType":"MedicationStatement","status":"active","contained":[\
                {"resourceType":"Medication","id":"m","status":"entered-in-error","code":{"text":"Morphine"}},\
                {"resourceType":"Substance","id":"s","status":"entered-in-error"},\
                {"resourceType":"Practitioner","id":"p"}],\
                "medicationReference":{"reference":"#m"},"informationSource":{"reference":"#p"}}""");

        // when
        Mistakes.takeBack(statement, Set.of());

        // then
        assertThat(statement.toString()).isEqualTo("""
                {"resourceType":"MedicationStatement","status":"active","contained":[\
                {"resourceType":"Practitioner","id":"p"}],\
                "medicationReference":{"display":"entered in error"},"informationSource":{"reference":"#p"}}""");
    }

    @Test
    void shouldLeaveARecordWithoutMistakesAsItIs() {
        // given
        String json = """
                {"resourceType":"MedicationStatement","text":{"div":"x"},"medicationReference":{"reference":"Medication/m2"}}""";
        ObjectNode statement = parse(json);

        // when
        Mistakes.takeBack(statement, Set.of("Medication/m1", "Device/m2"));

        // then
        assertThat(statement.toString()).isEqualTo(json);
    }

    @Test
    void shouldFindAllReferencesToResourcesOfTheSameServer() {
        assertThat(Mistakes.references(parse("""
                {"a":{"reference":"Device/1"},"b":[{"c":{"reference":"Device/2/_history/7"}}],\
                "d":{"reference":"https://elsewhere.example/Device/3"},"e":{"reference":"urn:uuid:4"}}"""))).containsExactly("Device/1", "Device/2");
    }

    private static ObjectNode parse(String json) {
        return FhirJson.parse(json.getBytes(UTF_8));
    }
}
