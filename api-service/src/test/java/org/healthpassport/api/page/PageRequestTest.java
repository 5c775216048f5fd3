package org.healthpassport.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.healthpassport.aggregates.refusal.Refused;
import org.junit.jupiter.api.Test;

class PageRequestTest {

    @Test
    void shouldRefusePagesOfNothing() {
        // when
        Refused refused = catchThrowableOfType(Refused.class, () -> PageRequest.of(0, null));

        // then
        assertThat(refused.refusal()).isEqualTo(new PageRefusal.LimitTooLow("limit", 1));
    }

    @Test
    void shouldBoundPages() {
        assertThat(PageRequest.of(null, null)).isEqualTo(new PageRequest(50, null, ""));
        assertThat(PageRequest.of(1_000, null)).isEqualTo(new PageRequest(200, null, ""));
    }
}
