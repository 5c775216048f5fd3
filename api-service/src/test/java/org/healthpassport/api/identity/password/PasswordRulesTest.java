package org.healthpassport.api.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final Optional<String> EMAIL = Optional.of("ada.lovelace@example.org");

    @ParameterizedTest
    @ValueSource(strings = {"correct horse battery", "pässwörter!?", "密码密码是很好的一二三四", "😀😁😂🤣😃😄😅😆😉😊😋😌"})
    void shouldTakeGoodPassword(String password) {
        assertThat(PasswordRules.objection(password, EMAIL)).isEmpty();
    }

    @Test
    void shouldCountCharactersNotCodeUnits() {
        assertThat(PasswordRules.objection("😀😁😂🤣😃😄😅😆😉😊😋", EMAIL))
                .hasValueSatisfying(objection -> assertThat(objection).contains("at least 12"));
        assertThat(PasswordRules.objection("abcde".repeat(25) + "xyz", EMAIL)).isEmpty();
        assertThat(PasswordRules.objection("abcde".repeat(25) + "xyz!", EMAIL)).isPresent();
    }

    @Test
    void shouldSayWhichBoundIsBroken() {
        // given
        String longest = "abcde".repeat(25) + "xyz";

        // then
        assertThat(PasswordRules.objection("abcdabcdabcdX".substring(2), EMAIL))
                .contains("must have at least 12 characters");
        assertThat(PasswordRules.objection("abcdabcdeXYZ", EMAIL)).isEmpty();
        assertThat(PasswordRules.objection("aabbccddeeff", EMAIL))
                .contains("must not be a sequence of neighbouring characters");
        assertThat(PasswordRules.objection("adgjmadgjmad", EMAIL)).isEmpty();
        assertThat(PasswordRules.objection("adgjadgjadgj", EMAIL))
                .contains("must have at least 5 different characters");
        assertThat(PasswordRules.objection(longest + '!', EMAIL)).contains("must have at most 128 characters");
        assertThat(PasswordRules.objection("abcde".repeat(60), EMAIL)).contains("must have at most 128 characters");
        assertThat(PasswordRules.objection("😀😁😂🤣😃😄😅😆".repeat(16), EMAIL))
                .as("128 characters of two code units each")
                .isEmpty();
        assertThat(PasswordRules.hasGoodLength(longest)).isTrue();
        assertThat(PasswordRules.hasGoodLength(longest + '!')).isFalse();
        assertThat(PasswordRules.hasGoodLength("12345678901")).isFalse();
        assertThat(PasswordRules.hasGoodLength("123456789012"))
                .as("the length only")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "short", "aaaaaaaaaaaa", "abababababab", "123456789012", "abcdefghijkl", "210987654321"})
    void shouldRefuseWhatIsGuessedFirst(String password) {
        assertThat(PasswordRules.objection(password, EMAIL)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1qaz2wsx3edc",
                "1QAZ2wsx3edc",
                " qwerty123456",
                "ｑｗｅｒｔｙ１２３４５６",
                "passwordpassword",
                "DragonDragonDragon"
            })
    void shouldRefuseCommonPasswordsHoweverTheyAreTyped(String password) {
        assertThat(PasswordRules.objection(password, EMAIL)).contains("must not be one of the most common passwords");
        assertThat(PasswordRules.isUncommon(password)).isFalse();
    }

    @Test
    void shouldKnowTensOfThousandsOfCommonPasswords() {
        assertThat(CommonPasswords.count()).isGreaterThanOrEqualTo(10_000);
        assertThat(PasswordRules.isUncommon("dragon and password")).isTrue();
        assertThat(PasswordRules.isUncommon("dragondragondrago")).isTrue();
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
