package org.healthpassport.api.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AccountStateTest {
    private static final AccountState DOCTOR = AccountState.ofDoctor(
            "a1",
            new Credentials(new EmailAddress("grace@example.org"), "index", "hash"),
            "h1",
            "Grace Example",
            "L-77");

    @Test
    void shouldBeKeptAsItsComponentsAndNothingElse() {
        // when
        String kept = JsonMapper.shared().writeValueAsString(DOCTOR);

        // then
        assertThat(JsonMapper.shared().readTree(kept).propertyNames())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(AccountState.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(JsonMapper.shared().readValue(kept, AccountState.class)).isEqualTo(DOCTOR);
    }

    @Test
    void shouldShowNothingPersonalByAccident() {
        assertThat(DOCTOR.toString()).doesNotContain("grace", "Grace", "L-77", "hash");
    }
}
