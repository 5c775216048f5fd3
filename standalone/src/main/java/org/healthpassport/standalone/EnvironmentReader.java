package org.healthpassport.standalone;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.boot.convert.DurationStyle;

/** Reads settings from environment variables and remembers all that is wrong with them. */
final class EnvironmentReader {
    private static final int HIGHEST_PORT = 65535;

    private final Map<String, String> environment;
    private final List<String> errors = new ArrayList<>();

    EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Values are not repeated in messages: an address may hold a password. */
    void reject(String setting, String expectation) {
        errors.add("%s: expected %s.".formatted(setting, expectation));
    }

    /** Empty counts as not set, as it does for shells and Compose files. */
    Optional<String> text(String setting) {
        return Optional.ofNullable(environment.get(setting)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Optional<String> text(String setting, Predicate<String> valid, String expectation) {
        Optional<String> value = text(setting);
        if (value.isPresent() && !valid.test(value.get())) {
            reject(setting, expectation);
        }
        return value;
    }

    Optional<URI> uri(String setting, Predicate<URI> valid, String expectation) {
        return text(setting).flatMap(value -> {
            try {
                URI uri = URI.create(value);
                if (valid.test(uri)) {
                    return Optional.of(uri);
                }
            } catch (IllegalArgumentException e) {
                // Said below, as for every address that is not acceptable.
            }
            reject(setting, expectation);
            return Optional.empty();
        });
    }

    boolean flag(String setting, boolean usual) {
        return text(setting, Set.of("true", "false")::contains, "true or false")
                .map(Boolean::parseBoolean)
                .orElse(usual);
    }

    Duration duration(String setting, Duration usual) {
        return text(setting)
                .map(value -> {
                    try {
                        Duration duration = DurationStyle.detectAndParse(value);
                        if (!duration.isNegative() && !duration.isZero()) {
                            return duration;
                        }
                    } catch (IllegalArgumentException | ArithmeticException e) {
                        // Said below, as for every other value that is not acceptable.
                    }
                    reject(setting, "a time longer than nothing, such as 5m or 90s");
                    return usual;
                })
                .orElse(usual);
    }

    int port(Port port) {
        return text(port.setting())
                .map(value -> {
                    if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= HIGHEST_PORT) {
                        return Integer.parseInt(value);
                    }
                    reject(port.setting(), "a port number from 0 (any free port) to " + HIGHEST_PORT);
                    return port.defaultNumber();
                })
                .orElse(port.defaultNumber());
    }

    /** @throws CannotStart with everything that was rejected */
    void requireNoErrors() {
        if (!errors.isEmpty()) {
            throw new CannotStart(errors);
        }
    }
}
