package org.healthpassport.api.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PatientStateTest {
    @Test
    void shouldNotShowPersonByAccident() {
        // given
        PatientState.Name name = new PatientState.Name("Ada", "Example");

        // then
        assertThat(name).asString().doesNotContain("Ada").doesNotContain("Example");
        assertThat(new PatientState("42", name, LocalDate.of(1980, 5, 17)))
                .asString()
                .isEqualTo("PatientState[42]");
    }
}
