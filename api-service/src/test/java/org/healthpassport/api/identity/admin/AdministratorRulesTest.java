package org.healthpassport.api.identity.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdministratorRulesTest {

    @Test
    void shouldTakeAddressesOfThisMachineToo() {
        assertThat(AdministratorRules.isEmail("admin@example.org")).isTrue();
        assertThat(AdministratorRules.isEmail("admin@localhost")).isTrue();
        assertThat(AdministratorRules.isEmail("admin")).isFalse();
    }

    @Test
    void shouldAskAnOperatorForLengthAndForWhatIsNotGuessedFirst() {
        assertThat(AdministratorRules.isPassword("abababababab")).isTrue();
        assertThat(AdministratorRules.isPassword("abababababa")).isFalse();
        assertThat(AdministratorRules.isPassword("Qwerty123456")).isFalse();
        assertThat(AdministratorRules.isPassword("a".repeat(129))).isFalse();
    }
}
