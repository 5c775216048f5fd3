package org.healthpassport.benchmarks.product;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterTest {
    @ParameterizedTest
    @CsvSource({
        "mongo-server-worker16, mongo-server-worker*",
        "qr-worker-2-C-1, qr-worker-*-C-*",
        "audit-log, audit-log"
    })
    void shouldGiveThreadsOfAPoolOneName(String thread, String name) {
        assertThat(Meter.withoutDigits(thread)).isEqualTo(name);
    }
}
