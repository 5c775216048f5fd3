package org.healthpassport.aggregates.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RulingTest {
    private static final InvalidInput INVALID = InvalidInput.at("/name", "must be given");

    @Test
    void shouldGiveTheValueOfAnAcceptedInput() {
        assertThat(Ruling.accept("Ada").orThrow()).isEqualTo("Ada");
    }

    @Test
    void shouldThrowTheRefusalOfAnInput() {
        assertThatThrownBy(() -> Ruling.refuse(INVALID).orThrow())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(INVALID));
    }

    @Test
    void shouldTellOneKindOfRefusalFromOtherFailures() {
        // given
        record Other() implements Refusal {}

        // then
        assertThat(Refused.with(InvalidInput.class))
                .accepts(INVALID.asException())
                .rejects(new Other().asException(), new IllegalStateException());
    }
}
