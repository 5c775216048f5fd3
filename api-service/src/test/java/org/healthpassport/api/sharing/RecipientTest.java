package org.healthpassport.api.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "  ",
                "a\nb",
                "a\u0000b",
                "right\u202Etfel",
                "half \uD83D",
                "\u2028",
                "\u200B",
                "D\u200Br. Who",
                "\u2800",
                "\u3164",
                "...",
                "a\u200D"
            })
    void shouldRefuseWhatIsNoNameThatCanBeWrittenDown(String text) {
        assertThat(Recipient.of(text)).isEmpty();
    }

    @Test
    void shouldTakeUpTo100CharactersOfAnyLanguage() {
        assertThat(Recipient.of("𝒜".repeat(100))).isPresent();
        assertThat(Recipient.of("𝒜".repeat(101))).isEmpty();
        assertThat(Recipient.of(" Dr. <b>Müller</b> ")).contains(new Recipient("Dr. <b>Müller</b>"));
        assertThat(Recipient.of("می\u200Cخواهم")).isPresent();
        assertThat(Recipient.of("क्\u200Dष 😀")).isPresent();
        assertThat(Recipient.of("\uD83D\uDC69\u200D\u2695\uFE0F Dr. Kim \uD83E\uDEE8"))
                .isPresent();
    }
}
