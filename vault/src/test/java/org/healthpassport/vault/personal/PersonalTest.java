package org.healthpassport.vault.personal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PersonalTest {
    record Login(String role, Personal<String> password) {}

    record Patient(String patientId, Personal<List<String>> givenNames) {}

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void shouldHideTheValueInTheTextOfItsRecord() {
        // given
        Login login = new Login("DOCTOR", new Personal<>("correct horse"));

        // then
        assertThat(login).hasToString("Login[role=DOCTOR, password=[...]]");
        assertThat("%s".formatted(login.password())).isEqualTo("[...]");
    }

    @Test
    void shouldBeEqualByValue() {
        assertThat(new Personal<>("a")).isEqualTo(new Personal<>("a")).isNotEqualTo(new Personal<>("b"));
        assertThat(new Personal<>("a")).hasSameHashCodeAs(new Personal<>("a"));
    }

    @Test
    void shouldBeTheValueItselfInJson() {
        // given
        Patient patient = new Patient("p1", new Personal<>(List.of("Ada", "Augusta")));

        // when
        String written = json.writeValueAsString(patient);

        // then
        assertThat(written).isEqualTo("{\"patientId\":\"p1\",\"givenNames\":[\"Ada\",\"Augusta\"]}");
        assertThat(json.readValue(written, Patient.class)).isEqualTo(patient);
        assertThat(json.readValue("{\"role\":\"DOCTOR\",\"password\":\"correct horse\"}", Login.class))
                .isEqualTo(new Login("DOCTOR", new Personal<>("correct horse")));
    }
}
