package org.healthpassport.bus.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import org.healthpassport.bus.ConfigurationFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

class FailureReasonsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A_SIZE     | viel | A_SIZE: must be a size, such as 10MB.",
                "A_NUMBER   | secret | A_NUMBER: must be a number.",
                "A_NUMBER   | 11 | A_NUMBER: must be less than or equal to 10.",
                "SWITCHED   | 7 | SWITCHED: must be true or false.",
                "TYPE       | secret | TYPE: must be one of [NONE, SERVLET, REACTIVE].",
                // Settings that have no line in the file of the service.
                "SAMPLE_SIZE | viel | SAMPLE_SIZE: must be a size, such as 10MB.",
                "SAMPLE_SOME_NAMES | secret! | SAMPLE_SOME_NAMES: must be letters.",
                "SOME_NAMES | good,secret! | SOME_NAMES: must be letters.",
            })
    void shouldNameTheVariableAndTheRuleButNotTheValue(String variable, String value, String reason) {
        assertThat(reasons(Map.of(variable, value))).containsExactly(reason);
    }

    @Test
    void shouldListAllThatIsInvalid() {
        assertThat(reasons(Map.of("A_NUMBER", "11", "SOME_NAMES", "!")))
                .containsExactlyInAnyOrder(
                        "A_NUMBER: must be less than or equal to 10.", "SOME_NAMES: must be letters.");
    }

    @Test
    void shouldFindOurOwnMessageInsideOtherExceptions() {
        // given
        ConfigurationFailure ours =
                new ConfigurationFailure("Expected it to open, but it does not.", new Exception("of a library"));

        // then
        assertThat(FailureReasons.of(new IllegalStateException("around", new RuntimeException("of Spring", ours))))
                .containsExactly("Expected it to open, but it does not.");
    }

    @Test
    void shouldLeaveUnknownFailuresToTheLog() {
        assertThat(FailureReasons.of(new IllegalStateException("around", new NullPointerException())))
                .isEmpty();
        assertThat(FailureReasons.of(
                        catchThrowableOfType(NumberFormatException.class, () -> Integer.parseInt("not ours"))))
                .isEmpty();
    }

    private static List<String> reasons(Map<String, Object> environment) {
        SpringApplication application = new SpringApplicationBuilder(Sampled.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "sample.size=${A_SIZE:1MB}",
                        "sample.number=${A_NUMBER:1}",
                        "sample.switched=${SWITCHED:true}",
                        "sample.type=${TYPE:none}",
                        "sample.some-names=${SOME_NAMES:}")
                .logStartupInfo(false)
                .build();
        application.addInitializers(context -> context.getEnvironment()
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", environment)));
        return FailureReasons.of(catchThrowableOfType(RuntimeException.class, application::run));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Sample.class)
    static class Sampled {}

    @Validated
    @ConfigurationProperties("sample")
    record Sample(
            DataSize size,
            @Max(10) int number,
            boolean switched,
            WebApplicationType type,
            List<@Pattern(regexp = "[a-z]*", message = "must be letters") String> someNames) {}
}
