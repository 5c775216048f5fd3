package org.healthpassport.standalone.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.standalone.network.Port;
import org.springframework.boot.convert.DurationStyle;

/** Reads settings from environment variables and collects every error in them. */
final class EnvironmentReader {
    private static final int HIGHEST_PORT = 65535;
    /** Not a name, which would be looked up. */
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final Map<String, String> environment;
    private final List<String> errors = new ArrayList<>();

    EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Notes an error. The message does not repeat the value, because an address may hold a password.
     *
     * @param requirement the rule for the value: "must ..."
     */
    void reject(String setting, String requirement) {
        errors.add("%s: %s.".formatted(setting, requirement));
    }

    /** The value; an empty variable counts as not set, as in shells and Compose files. */
    Optional<String> text(String setting) {
        return Optional.ofNullable(environment.get(setting)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Optional<String> text(String setting, Predicate<String> valid, String requirement) {
        Optional<String> value = text(setting);
        if (value.isPresent() && !valid.test(value.get())) {
            reject(setting, requirement);
        }
        return value;
    }

    /** @param objection the rule that a value breaks; empty for a good one, and a bad one is dropped */
    Optional<String> text(String setting, Function<String, Optional<String>> objection) {
        return text(setting).filter(value -> {
            Optional<String> broken = objection.apply(value);
            broken.ifPresent(rule -> reject(setting, rule));
            return broken.isEmpty();
        });
    }

    Optional<URI> uri(String setting, Predicate<URI> valid, String requirement) {
        return text(setting).flatMap(value -> {
            try {
                URI uri = URI.create(value);
                if (valid.test(uri)) {
                    return Optional.of(uri);
                }
            } catch (IllegalArgumentException e) {
                // Rejected below, like every other invalid address.
            }
            reject(setting, requirement);
            return Optional.empty();
        });
    }

    boolean flag(String setting, boolean byDefault) {
        return text(setting, Set.of("true", "false")::contains, "must be true or false")
                .map(Boolean::parseBoolean)
                .orElse(byDefault);
    }

    /** An address of this machine to listen on; by default, one that only this machine reaches. */
    InetAddress address(String setting) {
        String value = text(setting).orElse("127.0.0.1");
        try {
            if (IP_ADDRESS.matcher(value).matches()) {
                return InetAddress.getByName(value);
            }
        } catch (UnknownHostException e) {
            // Rejected below, like every other invalid address.
        }
        reject(setting, "must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0");
        return InetAddress.getLoopbackAddress();
    }

    Duration duration(String setting, Duration byDefault) {
        return text(setting)
                .map(value -> {
                    try {
                        Duration duration = DurationStyle.detectAndParse(value);
                        if (!duration.isNegative() && !duration.isZero()) {
                            return duration;
                        }
                    } catch (IllegalArgumentException | ArithmeticException e) {
                        // Rejected below, like every other invalid value.
                    }
                    reject(setting, "must be a time above zero, such as 5m or 90s");
                    return byDefault;
                })
                .orElse(byDefault);
    }

    int port(Port port) {
        return text(port.setting())
                .map(value -> {
                    if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= HIGHEST_PORT) {
                        return Integer.parseInt(value);
                    }
                    reject(port.setting(), "must be a port number from 0 (any free port) to " + HIGHEST_PORT);
                    return port.defaultNumber();
                })
                .orElse(port.defaultNumber());
    }

    /** @throws StartFailed with every error, if there is one */
    void requireNoErrors() {
        if (!errors.isEmpty()) {
            throw new StartFailed(errors);
        }
    }
}
