package org.healthpassport.api.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final Optional<String> EMAIL = Optional.of("ada.lovelace@example.org");

    @ParameterizedTest
    @ValueSource(strings = {"correct horse battery", "pässwörter!", "密码密码是很好的一二三", "😀😁😂🤣😃😄😅😆😉😊"})
    void shouldTakeGoodPassword(String password) {
        assertThat(PasswordRules.objection(password, EMAIL)).isEmpty();
    }

    @Test
    void shouldCountCharactersNotCodeUnits() {
        assertThat(PasswordRules.objection("😀😁😂🤣😃😄😅😆😉", EMAIL))
                .hasValueSatisfying(objection -> assertThat(objection).contains("at least 10"));
        assertThat(PasswordRules.objection("abcde".repeat(25) + "xyz", EMAIL)).isEmpty();
        assertThat(PasswordRules.objection("abcde".repeat(25) + "xyz!", EMAIL)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "aaaaaaaaaaaa", "abababababab", "1234567890", "abcdefghijkl", "0987654321"})
    void shouldRefuseWhatIsGuessedFirst(String password) {
        assertThat(PasswordRules.objection(password, EMAIL)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada.lovelace@example.org", "ADA.Lovelace@Example.org", " ada.lovelace@example.org "})
    void shouldRefuseEmailAsPassword(String password) {
        assertThat(PasswordRules.objection(password, EMAIL)).contains("must not be the email address");
    }

    @Test
    void shouldRefuseWhatGrowsTooLongWhenNormalised() {
        assertThat(PasswordRules.objection("\uFDFA".repeat(100), EMAIL)).isPresent();
        assertThat(PasswordRules.objection("a".repeat(10_000_000), EMAIL)).isPresent();
    }

    @Test
    void shouldTakeBothWaysToTypeOneCharacter() {
        assertThat(PasswordRules.normalise("pa\u0308sswort")).isEqualTo(PasswordRules.normalise("p\u00e4sswort"));
    }
}
