package org.healthpassport.api.record.annotating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.healthpassport.aggregates.refusal.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationTextTest {

    @Property(tries = 200)
    void shouldTakeOrdinaryTextAsItIs(
            @ForAll
                    @StringLength(min = 1, max = 2_000)
                    @CharRange(from = '!', to = '~')
                    @CharRange(from = 'à', to = 'ÿ')
                    String text) {
        assertThat(AnnotationText.check(text)).isEqualTo(text);
    }

    @Test
    void shouldCountCharactersAndNotHalvesOfThem() {
        assertThat(AnnotationText.check("😀".repeat(2_000))).hasSize(4_000);
        assertThatThrownBy(() -> AnnotationText.check("😀".repeat(2_001))).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "\u00a0\u2003",
                "\u200b\u200d",
                "a\nb",
                "a\tb",
                "a\u0000b",
                "a\u0085b",
                "a\u2028b",
                "a\u202eb",
                "a\u2066b",
                "\ud83d"
            })
    void shouldRefuseWhatIsNoParagraph(String text) {
        assertThatThrownBy(() -> AnnotationText.check(text)).isInstanceOf(Refused.class);
    }
}
