package org.healthpassport.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.0421, 0.042",
        "1.534, 1.53",
        "27.44, 27.4",
        "812.4, 812",
        "'12345.6', '12,346'",
        "NaN, -",
        "Infinity, -",
        "-3, -3.00"
    })
    void shouldHaveAboutThreeDigits(double value, String text) {
        assertThat(Numbers.of(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2.5, 2.5", "5, 5", "0.0125, 0.0125", "'12500', '12,500'"})
    void shouldBeShortOnAxes(double value, String text) {
        assertThat(Numbers.tick(value)).isEqualTo(text);
    }
}
