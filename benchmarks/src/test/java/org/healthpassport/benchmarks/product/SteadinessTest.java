package org.healthpassport.benchmarks.product;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadinessTest {
    private final Steadiness steadiness = new Steadiness();

    @Test
    void shouldGoOnAsLongAsTheUseFalls() {
        assertThat(steadiness.isReachedWith(0.9)).isFalse();
        assertThat(steadiness.isReachedWith(0.4)).isFalse();
        assertThat(steadiness.isReachedWith(0.05)).isFalse();
        assertThat(steadiness.isReachedWith(0.046)).isTrue();
    }

    @Test
    void shouldEndIfTheUseRises() {
        assertThat(steadiness.isReachedWith(0.02)).isFalse();
        assertThat(steadiness.isReachedWith(0.03)).isTrue();
    }
}
