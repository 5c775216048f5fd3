package org.healthpassport.edge.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dr. Kim",
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", // Persian, with a non-joiner
                "\u06f1\u06f4\u06f0\u06f0 \u0647\u200d.\u0642", // Persian, with a joiner at the end of a word
                "\u0915\u094d\u200d\u0937", // Hindi
                "\u0db4\u0dca\u200d\u0dbb", // Sinhala
                "\u1780\u1781\u200b\u1782", // Khmer words are parted by invisible spaces
                "Auf\u200clage",
                "\ud83d\udc69\u200d\u2695\ufe0f Dr. Kim",
                "\ud83c\udff3\ufe0f\u200d\u26a7\ufe0f",
                "\ud83d\udc4b\ud83c\udffd",
                "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f", // Scotland
                "\ud83e\udee8", // Unicode 15
                "\ud83e\udedf", // Unicode 16
                "\u2fe0", // not given yet
                "e\u0301\u0302",
                "\u05e9\u05dc\u05d5\u05dd 123",
                "1\ufe0f\u20e3",
                "\ue000"
            })
    void shouldTakeWhatPeopleWrite(String text) {
        assertThat(Printable.objection(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a\\u0000b, control characters",
        "a\\u001bb, control characters",
        "a\\u0085b, control characters",
        "a\\u2028b, line breaks",
        "a\\u206ab, control characters",
        "a\\nb, line breaks",
        "invoice\\u202efdp.exe, reading direction",
        "a\\u2066b, reading direction",
        "a\\u200fb, reading direction",
        "a\\u061cb, reading direction",
        "half \\ud83d, half a character",
        "\\ude00 half, half a character",
        "a\\ufffe, Unicode gives to none",
        "\\ufdd0, Unicode gives to none",
        "D\\u200br. Who, invisible",
        "a\\u200d, invisible",
        "\\u200cabc, invisible",
        "pass\\u00adport, invisible",
        "\\u2800, visible",
        "\\u3164, visible",
        "' ', visible",
        "'', visible"
    })
    void shouldSayWhatIsWrong(String escaped, String reason) {
        assertThat(Printable.objection(unescaped(escaped)))
                .hasValueSatisfying(
                        objection -> assertThat(objection).startsWith("must ").contains(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "\ud83d\udc69\u200d\u2695\ufe0f", "\u3164", "-"})
    void shouldWantALetterOrADigitInAName(String text) {
        assertThat(Printable.objectionToName(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"O", "7", "\u6f22", "\ud83d\udc69 Kim", "\u2fe0"})
    void shouldTakeNames(String text) {
        assertThat(Printable.objectionToName(text)).isEmpty();
    }

    @Property
    void shouldLeaveOutWhatBreaksTheLine(@ForAll String text) {
        String left = Printable.only(text);

        assertThat(Printable.only(left)).isEqualTo(left);
        Printable.objection(left)
                .ifPresent(objection -> assertThat(objection).matches("must (not have invisible|have a visible).*"));
    }

    private static String unescaped(String text) {
        StringBuilder characters = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                characters.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (text.startsWith("\\n", i)) {
                characters.append('\n');
                i++;
            } else {
                characters.append(text.charAt(i));
            }
        }
        return characters.toString();
    }
}
