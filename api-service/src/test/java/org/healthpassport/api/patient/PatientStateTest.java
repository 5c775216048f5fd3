package org.healthpassport.api.patient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PatientStateTest {
    @Test
    void shouldNotShowPersonByAccident() {
        // given
        PatientState.Name name = new PatientState.Name("Ada", "Example");

        // then
        assertThat(name).asString().doesNotContain("Ada").doesNotContain("Example");
        assertThat(new PatientState("42", name, BirthDate.of(1980, 5, 17)))
                .asString()
                .isEqualTo("PatientState[42]");
    }

    @Test
    void shouldOpenStatesOfBefore() {
        // given
        String stored =
                "{\"patientId\":\"42\",\"name\":{\"given\":\"Ada\",\"family\":\"Example\"},\"birthDate\":\"1980-05-17\"}";

        // when
        PatientState opened = JsonMapper.shared().readValue(stored, PatientState.class);

        // then
        assertThat(opened)
                .isEqualTo(new PatientState("42", new PatientState.Name("Ada", "Example"), BirthDate.of(1980, 5, 17)));
        assertThat(JsonMapper.shared().writeValueAsString(opened)).isEqualTo(stored);
    }

    @Test
    void shouldKeepOneNameAndAYear() {
        // given
        PatientState suharto = new PatientState(
                "42",
                new PatientState.Name(null, "Suharto"),
                BirthDate.parse("1921").orElseThrow());

        // when
        String stored = JsonMapper.shared().writeValueAsString(suharto);

        // then
        assertThat(JsonMapper.shared().readValue(stored, PatientState.class)).isEqualTo(suharto);
        assertThat(suharto.name().inFull()).isEqualTo("Suharto");
    }
}
