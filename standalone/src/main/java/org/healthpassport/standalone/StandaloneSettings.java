package org.healthpassport.standalone;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthpassport.standalone.demo.Demo;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen.
 *
 * @param dataFolder holds everything that must outlive the process; usually not the same with a demo as without
 * @param publicUrl under which the API is known to the world; null for the address it listens on
 * @param administratorPassword null to have one generated
 * @param mongoDbUri of a MongoDB to use instead of the embedded store
 * @param kafkaBootstrapServers of a Kafka to use instead of the embedded broker
 * @param storageUrl of the object store
 * @param ports 0 for any free one
 * @param swaggerUi whether the API's description, and the page to try it out, are served
 * @param startPatience for how long a start waits for what it needs
 * @param demo whether there are fictional people to look at
 */
record StandaloneSettings(
        Path dataFolder,
        @Nullable URI publicUrl,
        String administratorEmail,
        @Nullable String administratorPassword,
        @Nullable String mongoDbUri,
        @Nullable String kafkaBootstrapServers,
        URI storageUrl,
        Map<Port, Integer> ports,
        boolean swaggerUi,
        Duration startPatience,
        boolean demo) {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,189}");
    private static final Pattern PASSWORD = Pattern.compile(".{10,128}");
    private static final Pattern BOOTSTRAP_SERVERS = Pattern.compile("[^\\s:,]+:[0-9]{1,5}(,[^\\s:,]+:[0-9]{1,5})*");
    /** RFC 1918, and the loopback addresses. */
    private static final Pattern PRIVATE_ADDRESS = Pattern.compile(
            "(127|10)(\\.[0-9]{1,3}){3}|192\\.168(\\.[0-9]{1,3}){2}|172\\.(1[6-9]|2[0-9]|3[01])(\\.[0-9]{1,3}){2}|\\[::1]");

    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final Pattern MONGODB_URI = Pattern.compile("mongodb(\\+srv)?://\\S+");

    StandaloneSettings {
        ports = Map.copyOf(ports);
    }

    /** Where the generated password of the first administrator is, until it was used. */
    Path administratorPasswordFile() {
        return dataFolder.resolve("first-administrator-password");
    }

    Path storeFolder() {
        return dataFolder.resolve("store");
    }

    Path brokerFolder() {
        return dataFolder.resolve("broker");
    }

    Path stagingFolder() {
        return dataFolder.resolve("staged");
    }

    Path keyFolder() {
        return dataFolder.resolve("keys");
    }

    /**
     * A demo never comes to what is real, and what is real never to a demo, whose administrator and passwords stay. The
     * keys are there before the first account is, and the demo's passwords before the keys.
     *
     * @throws CannotStart when the data folder was used in the other way
     */
    void requireFolderOfTheSameKind() {
        boolean demoBegun = Demo.isIn(dataFolder);
        if (demo && !demoBegun && Files.exists(keyFolder())) {
            throw new CannotStart(
                    "HEALTHPASSPORT_DEMO: the data folder %s was used without the demo; set HEALTHPASSPORT_DATA_DIR to another folder, or start without the demo."
                            .formatted(dataFolder));
        }
        if (!demo && demoBegun) {
            throw new CannotStart(
                    "The data folder %s holds the demo, with its own administrator; set HEALTHPASSPORT_DEMO=true, or HEALTHPASSPORT_DATA_DIR to another folder."
                            .formatted(dataFolder));
        }
    }

    /** Neither the password nor what may be in an address. */
    @Override
    public String toString() {
        return "StandaloneSettings[dataFolder=%s, ports=%s]".formatted(dataFolder, ports);
    }

    /** @throws CannotStart with all that is wrong, not only the first */
    static StandaloneSettings from(Map<String, String> environment) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        boolean demo = reader.flag("HEALTHPASSPORT_DEMO", false);
        // What is made to be looked at does not lie among what is real, even if nobody thinks of it.
        Path dataFolder = dataFolder(reader, demo ? "demo-data" : "data");
        StandaloneSettings settings = new StandaloneSettings(
                dataFolder,
                reader.uri("HEALTHPASSPORT_PUBLIC_URL", StandaloneSettings::isPublicUrl, "http(s)://host[:port]")
                        .orElse(null),
                reader.text("HEALTHPASSPORT_ADMIN_EMAIL", EMAIL.asMatchPredicate(), "an email address")
                        .orElse("admin@localhost"),
                reader.text("HEALTHPASSPORT_ADMIN_PASSWORD", PASSWORD.asMatchPredicate(), "10 to 128 characters")
                        .orElse(null),
                reader.text(
                                "MONGODB_URI",
                                MONGODB_URI.asMatchPredicate(),
                                "an address that begins with mongodb:// or mongodb+srv://")
                        .orElse(null),
                reader.text(
                                "KAFKA_BOOTSTRAP_SERVERS",
                                BOOTSTRAP_SERVERS.asMatchPredicate(),
                                "host:port, several separated by commas")
                        .orElse(null),
                reader.uri("STORAGE_URL", uri -> "file".equals(uri.getScheme()), "an address that begins with file:")
                        .orElse(dataFolder.resolve("objects").toUri()),
                ports(reader),
                reader.flag("HEALTHPASSPORT_SWAGGER_UI", true),
                reader.duration("HEALTHPASSPORT_START_PATIENCE", START_PATIENCE),
                demo);
        settings.demoErrors(reader);
        reader.requireNoErrors();
        return settings;
    }

    /** Nobody is to find fictional people among real ones, or the demo's accounts on the internet. */
    private void demoErrors(EnvironmentReader reader) {
        if (!demo) {
            return;
        }
        if (publicUrl != null && !isOfThisNetwork(publicUrl)) {
            reader.reject(
                    "HEALTHPASSPORT_DEMO",
                    "to be set only with a HEALTHPASSPORT_PUBLIC_URL of this machine, or of a private network");
        }
        if (mongoDbUri != null) {
            reader.reject("HEALTHPASSPORT_DEMO", "to be set only without MONGODB_URI");
        }
        if (reader.text("HEALTHPASSPORT_ADMIN_EMAIL").isPresent() || administratorPassword != null) {
            reader.reject(
                    "HEALTHPASSPORT_DEMO",
                    "to be set only without HEALTHPASSPORT_ADMIN_EMAIL and HEALTHPASSPORT_ADMIN_PASSWORD, as it has an administrator of its own");
        }
    }

    private static Path dataFolder(EnvironmentReader reader, String usual) {
        String setting = "HEALTHPASSPORT_DATA_DIR";
        try {
            return Path.of(reader.text(setting).orElse(usual)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            reader.reject(setting, "a folder");
            return Path.of("").toAbsolutePath();
        }
    }

    private static Map<Port, Integer> ports(EnvironmentReader reader) {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        Map<Integer, Port> users = new HashMap<>();
        for (Port port : Port.values()) {
            int number = reader.port(port);
            numbers.put(port, number);
            Optional.ofNullable(number == 0 ? null : users.put(number, port))
                    .ifPresent(other -> reader.reject(port.setting(), "another port than that of " + other.setting()));
        }
        return numbers;
    }

    /**
     * By the address alone: a name could mean another one tomorrow. A phone in the same Wi-Fi can open what is shared.
     */
    private static boolean isOfThisNetwork(URI uri) {
        String host = uri.getHost();
        return host.equals("localhost") || PRIVATE_ADDRESS.matcher(host).matches();
    }

    private static boolean isPublicUrl(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getPath().isEmpty()
                && uri.getQuery() == null
                && uri.getFragment() == null;
    }
}
