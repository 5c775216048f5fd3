package org.healthpassport.api.identity.newpassword;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResetTokenTest {
    private static final String ACCOUNT_ID = "0192f000-0000-7000-8000-000000000001";

    @Test
    void shouldLeadToItsAccountAndBeUnique() {
        // when
        String text = ResetToken.newText(ACCOUNT_ID);

        // then
        ResetToken token = ResetToken.of(text).orElseThrow();
        assertThat(token.accountId()).isEqualTo(ACCOUNT_ID);
        assertThat(text).doesNotContain(token.digest());
        assertThat(ResetToken.of(text)).contains(token);
        assertThat(ResetToken.of(ResetToken.newText(ACCOUNT_ID)).orElseThrow().digest())
                .isNotEqualTo(token.digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hpp1_",
                "hpp1_AZLwAAAAcACAAAAAAAAAAQ",
                "hpr1_AZksAAAAcACAAAAAAAAAAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
                "hpp1_AZksAAAAcACAAAAAAAAAAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4+",
                "hpp1_AZksAAAAcACAAAAAAAAAAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4ff"
            })
    void shouldRefuseWhatHasAnotherForm(String text) {
        assertThat(ResetToken.of(text)).isEmpty();
    }
}
