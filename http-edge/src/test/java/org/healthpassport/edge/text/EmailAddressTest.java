package org.healthpassport.edge.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.org", " Ada@Example.ORG ", "ＡＤＡ@example.org", "ada@ｅxample.org"})
    void shouldSeeOneAddressInAllItsSpellings(String spelling) {
        assertThat(EmailAddress.parse(spelling)).contains(new EmailAddress("ada@example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.c", "first.last+tag@sub.example.org", "административ@пример.рф", "admin@localhost"})
    void shouldTakeAddress(String address) {
        assertThat(EmailAddress.parse(address)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ada",
                "@example.org",
                "ada@",
                "ada@example",
                "ada@@example.org",
                "a da@example.org",
                "ada@exam ple.org",
                "ada@-example.org",
                "ada@example-.org",
                "ada@example..org",
                "ada\n@example.org",
                "<ada@example.org>",
                "ada@example.org, eve@example.org",
                "ada\u0000@example.org"
            })
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThat(EmailAddress.parse(text)).isEmpty();
    }

    @Test
    void shouldRefuseAddressThatIsTooLong() {
        // given
        String domain = "abcdefghi.".repeat(18) + "abcdefghi";

        // then
        assertThat(EmailAddress.parse("a".repeat(64) + "@" + domain)).isPresent();
        assertThat(EmailAddress.parse("a".repeat(65) + "@" + domain)).isEmpty();
        assertThat(EmailAddress.parse("a@" + domain + "." + domain)).isEmpty();
        assertThat(EmailAddress.parse("a".repeat(1_000_000) + "@example.org")).isEmpty();
    }

    @Test
    void shouldNotShowAddressByAccident() {
        assertThat(new EmailAddress("ada@example.org")).asString().doesNotContain("ada");
    }
}
