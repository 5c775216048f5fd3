package org.healthpassport.aggregates.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.vault.key.file.KeysAway;
import org.junit.jupiter.api.Test;

class KeysAwayTest {
    @Test
    void shouldPassAndBeNoFaultOfData() {
        assertThat(Failures.kindOf(new KeysAway("Expected a key management service to answer, but it did not.")))
                .isEqualTo(FailureKind.TRANSIENT);
    }
}
