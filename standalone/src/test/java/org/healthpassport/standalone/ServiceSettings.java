package org.healthpassport.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.healthpassport.standalone.settings.StandaloneSettings;

/**
 * The settings in the configuration file of a service.
 *
 * @param defaults the default values by the name of the variable
 * @param portVariable the variable that sets the port
 */
record ServiceSettings(Map<String, String> defaults, String portVariable) {
    /** The names of the services in the order of their ports. */
    static final List<String> SERVICES = List.of("api-service", "document-worker", "qr-worker", "audit-service");

    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):([^}]*)}");
    private static final Pattern PORT = Pattern.compile("(?m)^  port: \\$\\{([A-Z_]+):");

    static ServiceSettings of(String service) {
        String file = text("/" + service + ".yml");
        Map<String, String> defaults = new TreeMap<>();
        VARIABLE.matcher(file).results().forEach(found -> defaults.put(found.group(1), found.group(2)));
        return new ServiceSettings(
                defaults,
                PORT.matcher(file)
                        .results()
                        .map(found -> found.group(1))
                        .findFirst()
                        .orElseThrow());
    }

    /** The settings that the standalone launcher reads; found by running it. */
    static Set<String> ofStandalone() {
        Set<String> asked = new TreeSet<>();
        StandaloneSettings.from(new TreeMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public String get(Object name) {
                asked.add((String) name);
                return "";
            }
        });
        return asked;
    }

    /** The variables that a Compose file takes from the environment by name. */
    static Set<String> usedIn(String composeFile) {
        Set<String> used = new TreeSet<>();
        Pattern.compile("\\$\\{([A-Z_]+)")
                .matcher(composeFile)
                .results()
                .map(MatchResult::group)
                .map(found -> found.substring(2))
                .forEach(used::add);
        return used;
    }

    private static String text(String resource) {
        try (InputStream in = ServiceSettings.class.getResourceAsStream(resource)) {
            return new String(Optional.ofNullable(in).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
