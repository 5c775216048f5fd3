package org.healthpassport.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.healthpassport.benchmarks.product.WarmUp;
import org.healthpassport.benchmarks.scenario.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @Test
    void shouldRunTheShortProfile() {
        // when
        Arguments arguments = Arguments.of();

        // then
        assertThat(arguments.profile()).isEqualTo(Profile.SHORT);
        assertThat(arguments.only()).isEmpty();
    }

    @Test
    void shouldRunScenariosByName() {
        // when
        Arguments arguments = Arguments.of("--profile", "long", "--only", "create,open_link", "--warm-up", "5");

        // then
        assertThat(arguments.profile()).isEqualTo(Profile.LONG.with(WarmUp.exactly(Duration.ofSeconds(5))));
        assertThat(arguments.only()).containsExactly("create", "open link");
    }

    @Test
    void shouldNameTheScenariosIfThereIsNoneOfThatName() {
        assertThatThrownBy(() -> Arguments.of("--only", "raed"))
                .hasMessageStartingWith("Expected some of: liveness, sessions, create, read")
                .hasMessageEndingWith("limits, functions, but got 'raed'");
    }

    @Test
    void shouldMeasureLimitsAndFunctionsWithoutTheProduct() {
        assertThat(Arguments.of("--only", "limits,functions").needsNoProduct()).isTrue();
        assertThat(Arguments.of("--only", "limits,read").needsNoProduct()).isFalse();
        assertThat(Arguments.of().needsNoProduct()).isFalse();
    }

    @Test
    void shouldCompareTwoFiles() {
        assertThat(Arguments.of("--compare", "a.json", "b.json").compared())
                .containsExactly(Path.of("a.json"), Path.of("b.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--profile middle", "--warm-up soon", "--fast 1", "--profile"})
    void shouldSayHowItIsUsed(String arguments) {
        assertThatThrownBy(() -> Arguments.of(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected: ");
    }
}
