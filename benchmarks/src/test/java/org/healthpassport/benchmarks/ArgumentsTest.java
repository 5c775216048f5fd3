package org.healthpassport.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @Test
    void shouldRunTheShortProfileAfterAMinuteOfWarmUp() {
        // when
        Arguments arguments = Arguments.of();

        // then
        assertThat(arguments.isLong()).isFalse();
        assertThat(arguments.warmUp()).isEqualTo(Duration.ofMinutes(1));
        assertThat(arguments.only()).isEmpty();
    }

    @Test
    void shouldRunScenariosByName() {
        // when
        Arguments arguments = Arguments.of("--profile", "long", "--only", "create,open_link", "--warm-up", "5");

        // then
        assertThat(arguments.isLong()).isTrue();
        assertThat(arguments.only()).containsExactly("create", "open link");
        assertThat(arguments.warmUp()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldNameTheScenariosIfThereIsNoneOfThatName() {
        assertThatThrownBy(() -> Arguments.of("--only", "raed").requireKnown(List.of("create", "read")))
                .hasMessage("Expected scenarios of create, read, but got 'raed'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--profile middle", "--warm-up soon", "--fast 1", "--profile"})
    void shouldSayHowItIsUsed(String arguments) {
        assertThatThrownBy(() -> Arguments.of(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected: ");
    }
}
