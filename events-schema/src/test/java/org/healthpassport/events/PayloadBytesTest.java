package org.healthpassport.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadBytesTest {
    @Test
    void shouldCopyTheFieldAndLeaveItAsItIs() {
        // given
        ByteBuffer field = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}, 1, 2);

        // when
        byte[] first = PayloadBytes.of(field);
        first[0] = 9;

        // then
        assertThat(first).containsExactly(9, 2);
        assertThat(PayloadBytes.of(field)).containsExactly(1, 2);
        assertThat(PayloadBytes.of(field.asReadOnlyBuffer())).containsExactly(1, 2);
    }
}
