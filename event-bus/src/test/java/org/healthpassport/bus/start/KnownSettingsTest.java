package org.healthpassport.bus.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "HEALTHPASSPORT_PATIENT_QUOTE, HEALTHPASSPORT_PATIENT_QUOTA",
        "HEALTHPASSPORT_ADMIN_EMIAL, HEALTHPASSPORT_ADMIN_EMAIL",
        "HEALTHPASSPORT_APIPORT, HEALTHPASSPORT_API_PORT"
    })
    void shouldNameTheNearestOne(String unknown, String nearest) {
        assertThat(KnownSettings.warnings(List.of(unknown), List.of()))
                .singleElement()
                .asString()
                .contains(unknown + " is none")
                .endsWith(nearest);
    }

    @Test
    void shouldTakeWhatIsKnownAndWhatIsNotOurs() {
        assertThat(KnownSettings.warnings(KnownSettings.names(), List.of())).isEmpty();
        assertThat(KnownSettings.warnings(List.of("PATH", "MONGODB_URL"), List.of()))
                .isEmpty();
    }

    @Test
    void shouldTakeAVariableForAProperty() {
        assertThat(KnownSettings.warnings(
                        List.of("HEALTHPASSPORT_AUDIT_TAKEOVERAFTER", "HEALTHPASSPORT_AUDIT_TAKE_OVER_AFTER"),
                        List.of("healthpassport.audit.take-over-after")))
                .isEmpty();
    }
}
