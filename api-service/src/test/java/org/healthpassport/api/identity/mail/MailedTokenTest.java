package org.healthpassport.api.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthpassport.api.identity.mail.MailedToken.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailedTokenTest {
    private static final String ACCOUNT_ID = "0192f000-0000-7000-8000-000000000001";

    @Test
    void shouldLeadToItsAccountAndBeUnique() {
        // when
        String text = MailedToken.newText(Purpose.NEW_PASSWORD, ACCOUNT_ID);

        // then
        MailedToken token = MailedToken.of(Purpose.NEW_PASSWORD, text).orElseThrow();
        assertThat(token.accountId()).isEqualTo(ACCOUNT_ID);
        assertThat(text).doesNotContain(token.digest());
        assertThat(MailedToken.of(Purpose.NEW_PASSWORD, text)).contains(token);
        assertThat(MailedToken.of(Purpose.NEW_PASSWORD, MailedToken.newText(Purpose.NEW_PASSWORD, ACCOUNT_ID))
                        .orElseThrow()
                        .digest())
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
        assertThat(MailedToken.of(Purpose.NEW_PASSWORD, text)).isEmpty();
    }

    @Test
    void shouldServeItsPurposeOnly() {
        assertThat(MailedToken.of(Purpose.NEW_PASSWORD, MailedToken.newText(Purpose.CONFIRM_EMAIL, ACCOUNT_ID)))
                .isEmpty();
    }
}
