package org.healthpassport.aggregates.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.healthpassport.aggregates.refusal.Refused;

class IdempotencyKeyTest {

    @Property
    void shouldTakePrintableAsciiOnly(@ForAll @StringLength(max = 300) String header) {
        boolean usable = !header.isEmpty()
                && header.length() <= 255
                && header.chars().allMatch(character -> character >= ' ' && character <= '~');
        if (usable) {
            assertThat(IdempotencyKey.of(header)).isEqualTo(new IdempotencyKey(header));
        } else {
            assertThatThrownBy(() -> IdempotencyKey.of(header)).isInstanceOf(Refused.class);
        }
    }

    @Property(tries = 50)
    void shouldTakeLongKeys(
            @ForAll @StringLength(min = 250, max = 260) @CharRange(from = ' ', to = '~') String header) {
        shouldTakePrintableAsciiOnly(header);
    }

    @Example
    void shouldDoWithout() {
        assertThat(IdempotencyKey.of(null)).isNull();
    }
}
