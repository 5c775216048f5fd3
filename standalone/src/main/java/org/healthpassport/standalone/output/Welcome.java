package org.healthpassport.standalone.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.healthpassport.standalone.network.Addresses;
import org.healthpassport.standalone.settings.StandaloneSettings;
import org.jspecify.annotations.Nullable;

/**
 * The text at the end of a start: the addresses, how to log in, how to stop.
 *
 * @param demo the text about the demo; null without a demo
 */
public record Welcome(
        StandaloneSettings settings,
        Addresses addresses,
        @Nullable String demo) {

    public String text() {
        return """

                Health Passport is running.

                  API            %s
                %s  Health         %s
                  Audit          %s
                  Kafka          %s
                  MongoDB        %s
                  Data           %s
                %s
                Stop it with Ctrl-C. All data stays.
                """.formatted(
                addresses.api(),
                settings.swaggerUi()
                        ? "  Swagger UI     %s%n".formatted(addresses.api().resolve("/swagger-ui.html"))
                        : "",
                addresses.api().resolve("/actuator/health/readiness"),
                addresses.audit(),
                settings.kafkaBootstrapServers() == null
                        ? addresses.kafka() + "  (password in %s)".formatted(settings.kafkaPasswordFile())
                        : addresses.kafka(),
                settings.mongoDbUri() == null
                        ? addresses.mongoDb() + "  (password in %s)".formatted(settings.mongoDbPasswordFile())
                        : addresses.mongoDb(),
                settings.dataFolder(),
                demo == null ? administrator() : demo);
    }

    private String administrator() {
        return "  Administrator  %s%n  Password       %s%n  Second factor  %s%n"
                .formatted(settings.administratorEmail(), password(), secondFactor());
    }

    private String secondFactor() {
        return settings.secondFactorRequired()
                ? "required of administrators, auditors and hospitals"
                : "optional; HEALTHPASSPORT_SECOND_FACTOR_REQUIRED=true requires it of administrators, auditors and hospitals";
    }

    private String password() {
        if (settings.administratorPassword() != null) {
            return "as set by HEALTHPASSPORT_ADMIN_PASSWORD when the account was created";
        }
        Path file = settings.administratorPasswordFile();
        return generatedPassword(file)
                .map(password -> "%s  (also in %s until the first login)".formatted(password, file))
                .orElse("as chosen earlier");
    }

    private static Optional<String> generatedPassword(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("in " + file + ", which this process cannot read");
        }
    }
}
