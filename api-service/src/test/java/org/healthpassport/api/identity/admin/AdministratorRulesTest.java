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
    void shouldAskAnOperatorForTheLengthOnly() {
        assertThat(AdministratorRules.isPassword("aaaaaaaaaa")).isTrue();
        assertThat(AdministratorRules.isPassword("aaaaaaaaa")).isFalse();
        assertThat(AdministratorRules.isPassword("a".repeat(129))).isFalse();
    }
}
