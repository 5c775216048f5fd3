package org.healthpassport.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.healthpassport.bus.start.InvalidSettings;
import org.healthpassport.bus.start.SettingsCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

class ConnectionSettingsTest {
    private static final String PREFIX = "healthpassport.connection.";

    @Test
    void shouldHaveDefaults() {
        try (ConfigurableApplicationContext context = start(Map.of())) {
            assertThat(context.getBean(ConnectionSettings.class))
                    .isEqualTo(new ConnectionSettings(
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(30),
                            DataSize.ofKilobytes(8),
                            Duration.ofSeconds(30)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "head-within, 10ms, HEALTHPASSPORT_HEAD_WITHIN",
        "body-within, 0, HEALTHPASSPORT_BODY_WITHIN",
        "slowest-transfer, 0B, HEALTHPASSPORT_SLOWEST_TRANSFER",
        "averaged-over, 2h, HEALTHPASSPORT_TRANSFER_AVERAGED_OVER"
    })
    void shouldNameTheSettingThatIsWrong(String name, String value, String variable) {
        // when
        InvalidSettings refusal = catchThrowableOfType(
                InvalidSettings.class, () -> start(Map.of(PREFIX + name, value)).close());

        // then
        assertThat(refusal.reasons()).singleElement().asString().contains(PREFIX + name, variable);
    }

    private static ConfigurableApplicationContext start(Map<String, Object> settings) {
        return new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .properties(settings)
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ConnectionSettings.class)
    @Import(SettingsCheck.class)
    static class Settings {}
}
