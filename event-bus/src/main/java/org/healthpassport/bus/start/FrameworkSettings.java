package org.healthpassport.bus.start;

import com.mongodb.ConnectionString;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/** Settings that Spring Boot or a driver reads: each would be found wrong by itself, and some only after keys are made. */
final class FrameworkSettings {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)[:}]");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final int HIGHEST_PORT = 65_535;
    /** Not a name, which would be looked up, and not empty, which would mean all addresses. */
    private static final Pattern IP_ADDRESS =
            Pattern.compile("(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}"
                    + "|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private static final Pattern BROKER = Pattern.compile("([^\\s:,\\[\\]]+|\\[[0-9a-fA-F:.]+]):[0-9]{1,5}");

    /** A service without MongoDB has no driver either. */
    private static final boolean MONGO =
            ClassUtils.isPresent("com.mongodb.ConnectionString", FrameworkSettings.class.getClassLoader());

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "server.port",
                    FrameworkSettings::isPort,
                    "must be a port number from 0 (any free port) to " + HIGHEST_PORT),
            new Rule(
                    "server.address",
                    IP_ADDRESS.asMatchPredicate(),
                    "must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0"),
            new Rule(
                    "server.forward-headers-strategy",
                    text -> Stream.of("none", "native", "framework").anyMatch(text::equalsIgnoreCase),
                    "must be none or framework"),
            new Rule(
                    "springdoc.api-docs.enabled",
                    text -> text.equals("true") || text.equals("false"),
                    "must be true or false"),
            new Rule(
                    "spring.mongodb.uri",
                    FrameworkSettings::isMongoDb,
                    "must be a connection string that begins with mongodb:// or mongodb+srv://"),
            new Rule(
                    "spring.kafka.bootstrap-servers",
                    text -> Stream.of(text.split(",", -1))
                            .allMatch(broker -> BROKER.matcher(broker.strip()).matches()),
                    "must be host:port, or several of them separated by commas"),
            new Rule(
                    "healthpassport.documents.storage-url",
                    text -> text.contains("://") || isFolder(text),
                    "must be file: and a folder, or the URL of an object store"),
            new Rule(
                    "healthpassport.documents.staging-url", FrameworkSettings::isFolder, "must be file: and a folder"));

    private FrameworkSettings() {}

    /** A sentence for each setting that cannot be used, without its value. */
    static List<String> reasons(ConfigurableEnvironment environment) {
        List<String> reasons = new ArrayList<>();
        for (Rule rule : RULES) {
            String value = environment.getProperty(rule.property());
            if (value != null && !rule.valid().test(value)) {
                reasons.add("%s: %s.".formatted(variable(environment, rule.property()), rule.requirement()));
            }
        }
        return reasons;
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) <= HIGHEST_PORT;
    }

    private static boolean isMongoDb(String text) {
        if (!text.startsWith("mongodb://") && !text.startsWith("mongodb+srv://")) {
            return false;
        }
        // The driver looks up the host of the other kind.
        if (!MONGO || !text.startsWith("mongodb://")) {
            return true;
        }
        try {
            return !new ConnectionString(text).getHosts().isEmpty();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean isFolder(String text) {
        try {
            URI url = URI.create(text);
            return "file".equals(url.getScheme())
                    && !url.getSchemeSpecificPart().isBlank();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** The variable that the property is taken from; the property itself if there is none. */
    private static String variable(ConfigurableEnvironment environment, String property) {
        return environment.getPropertySources().stream()
                .map(source -> source.getProperty(property))
                .filter(Objects::nonNull)
                .findFirst()
                .map(value -> VARIABLE.matcher(value.toString()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .orElse(property);
    }

    private record Rule(String property, Predicate<String> valid, String requirement) {}
}
