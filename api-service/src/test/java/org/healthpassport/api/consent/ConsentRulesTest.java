package org.healthpassport.api.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Ruling;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    @Test
    void shouldDemandAnEndWhereTheSettingsDo() {
        assertThat(pointerFor(null, YEAR)).isEqualTo("/expiresAt");
        assertThat(pointerFor(null, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T10:00:01Z, ''",
        "2027-11-29T10:00:00Z, ''",
        "2027-11-29T10:00:01Z, /expiresAt",
        "2026-11-29T10:00:00Z, /expiresAt",
        "2026-11-29T11:00:00+01:00, /expiresAt",
        "2026-11-29, /expiresAt"
    })
    void shouldTakeAnEndWithinTheLongestPeriod(String expiresAt, String pointer) {
        assertThat(pointerFor(expiresAt, YEAR)).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource({"1, /reason", "9, /reason", "10, ''", "500, ''", "501, /reason", "10000, /reason"})
    void shouldTakeReasonsOfSomeLength(int length, String pointer) {
        for (String character : new String[] {"x", "\uD83E\uDE7A"}) {
            // given
            ConsentRules ofReason = new ConsentRules();

            // when
            ofReason.reason("  " + character.repeat(length) + "\t");

            // then
            assertThat(pointer(ofReason)).isEqualTo(pointer);
        }
    }

    private String pointerFor(@Nullable String expiresAt, @Nullable Duration longest) {
        ConsentRules ofEnd = new ConsentRules();
        ofEnd.expiresAt(expiresAt, longest, NOW);
        return pointer(ofEnd);
    }

    /** Of the only error; empty if there is none. */
    private static String pointer(ConsentRules checked) {
        return checked.ruling(() -> "accepted") instanceof Ruling.Refused<String> refused
                ? String.join(
                        " ",
                        ((InvalidInput) refused.refusal())
                                .members().stream().map(InvalidMember::pointer).toList())
                : "";
    }
}
