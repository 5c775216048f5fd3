package org.healthpassport.api.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.healthpassport.api.identity.mail.MailedToken.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailedTokenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ACCOUNT_ID = "0192f000-0000-7000-8000-000000000001";

    @Test
    void shouldLeadToItsAccountAndBeUnique() {
        // when
        NewToken drawn = draw(Purpose.NEW_PASSWORD);
        String text = drawn.text();

        // then
        MailedToken token = MailedToken.of(Purpose.NEW_PASSWORD, text).orElseThrow();
        assertThat(token.accountId()).isEqualTo(ACCOUNT_ID);
        assertThat(token.digest()).isEqualTo(drawn.digest());
        assertThat(text).doesNotContain(token.digest());
        assertThat(MailedToken.of(Purpose.NEW_PASSWORD, text)).contains(token);
        assertThat(MailedToken.of(
                                Purpose.NEW_PASSWORD, draw(Purpose.NEW_PASSWORD).text())
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
        assertThat(MailedToken.of(
                        Purpose.NEW_PASSWORD, draw(Purpose.CONFIRM_EMAIL).text()))
                .isEmpty();
    }

    private static NewToken draw(Purpose purpose) {
        return NewToken.draw(purpose, ACCOUNT_ID).blockOptional(PATIENCE).orElseThrow();
    }
}
