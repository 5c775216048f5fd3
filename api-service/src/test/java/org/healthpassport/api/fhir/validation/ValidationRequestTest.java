package org.healthpassport.api.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ValidationRequestTest {
    private static final String RESOURCE = "{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Observation\"}}";

    @Test
    void shouldTakeTheResourceOfParameters() {
        // when
        ObjectNode resource = resource("{\"name\":\"mode\",\"valueCode\":\"update\"}," + RESOURCE);

        // then
        assertThat(resource.path("resourceType").asString()).isEqualTo("Observation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "R,{\"name\":\"profile\",\"valueUri\":\"http://a.example/p\"} | /parameter/1 | 'profile'",
                "R,{\"name\":\"mode\",\"valueCode\":\"delete\"} | /parameter/1/valueCode | 'mode'",
                "{\"name\":\"mode\",\"valueCode\":\"profile\"},R | /parameter/0/valueCode | 'mode'",
                "R,R | /parameter/1 | 'resource'",
                "R,{\"name\":\"usageContext\"} | /parameter/1/name | 'resource'",
                "{\"name\":\"resource\",\"valueString\":\"x\"} | /parameter/0 | 'resource'",
                "{\"name\":\"mode\",\"valueCode\":\"create\"} | /parameter | 'resource'",
            })
    void shouldNameAParameterThatHasNoMeaning(String parameters, String pointer, String named) {
        // when
        Refused refused = catchThrowableOfType(Refused.class, () -> resource(parameters.replace("R", RESOURCE)));

        // then
        assertThat(refused.refusal()).isInstanceOfSatisfying(InvalidInput.class, invalid -> {
            assertThat(invalid.members()).singleElement().satisfies(member -> {
                assertThat(member.pointer()).isEqualTo(pointer);
                assertThat(member.detail()).contains(named);
            });
        });
    }

    private static ObjectNode resource(String parameters) {
        return ValidationRequest.resource(
                FhirJson.parse(
                        ("{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}").getBytes(UTF_8)),
                "Observation");
    }
}
