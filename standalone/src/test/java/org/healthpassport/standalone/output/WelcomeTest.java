package org.healthpassport.standalone.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.healthpassport.standalone.network.Addresses;
import org.healthpassport.standalone.settings.StandaloneSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WelcomeTest {
    private static final Addresses ADDRESSES = new Addresses(
            URI.create("http://localhost:8080"),
            URI.create("http://localhost:8083"),
            "127.0.0.1:9092",
            "mongodb://127.0.0.1:27017/healthpassport");

    @TempDir
    private Path folder;

    @Test
    void shouldShowWhereToTryTheApiInABrowser() {
        assertThat(welcome(Map.of()).lines())
                .contains("  API            http://localhost:8080")
                .contains("  Swagger UI     http://localhost:8080/swagger-ui.html")
                .contains("  Health         http://localhost:8080/actuator/health/readiness");
    }

    @Test
    void shouldNotShowSwaggerUiIfItIsOff() {
        assertThat(welcome(Map.of("HEALTHPASSPORT_SWAGGER_UI", "false")).lines())
                .contains("  API            http://localhost:8080")
                .contains("  Health         http://localhost:8080/actuator/health/readiness")
                .noneMatch(line -> line.contains("swagger") || line.isBlank() && line.length() > 0);
    }

    @Test
    void shouldSayThatNobodyMustHaveASecondFactor() {
        assertThat(welcome(Map.of()))
                .contains("  Second factor  optional; HEALTHPASSPORT_SECOND_FACTOR_REQUIRED=true ");
        assertThat(welcome(Map.of("HEALTHPASSPORT_SECOND_FACTOR_REQUIRED", "true")))
                .contains("  Second factor  required of administrators, auditors and hospitals");
    }

    @Test
    void shouldSayWhereThePasswordsOfTheEmbeddedPartsAre() {
        assertThat(welcome(Map.of()).lines())
                .contains("  Kafka          127.0.0.1:9092  (password in %s)"
                        .formatted(folder.resolve("keys/kafka-password")))
                .contains("  MongoDB        mongodb://127.0.0.1:27017/healthpassport  (password in %s)"
                        .formatted(folder.resolve("keys/mongodb-password")));
        assertThat(welcome(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "MONGODB_URI", "mongodb://host/db")))
                .doesNotContain("password in");
    }

    private String welcome(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("HEALTHPASSPORT_DATA_DIR", folder.toString());
        return new Welcome(StandaloneSettings.from(settings), ADDRESSES, null).text();
    }
}
