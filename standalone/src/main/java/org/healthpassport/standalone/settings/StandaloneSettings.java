package org.healthpassport.standalone.settings;

import java.net.InetAddress;
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
import org.healthpassport.api.identity.admin.AdministratorRules;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.objects.ObjectStores;
import org.healthpassport.standalone.demo.Demo;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.standalone.network.Port;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the standalone process.
 *
 * @param dataFolder holds everything that must outlive the process; the demo has another default
 * @param witnessFolder holds what shows that the store was put back; the store is not restored together with it
 * @param publicUrl the address of the API for the outside; null for the address that it listens on
 * @param administratorPassword null to have a password generated
 * @param mongoDbUri the MongoDB to use instead of the embedded store
 * @param kafkaBootstrapServers the Kafka to use instead of the embedded broker
 * @param storageUrl the object store
 * @param bindAddress the address of this machine on which the services with users listen
 * @param ports the wanted numbers; 0 for any free port
 * @param secondFactorRequired true if administrators, auditors and hospitals must have a second factor
 * @param swaggerUi true to serve the OpenAPI document and Swagger UI
 * @param startPatience the longest time that a start waits for MongoDB, Kafka and the like
 * @param demo true to create fictional people
 */
public record StandaloneSettings(
        Path dataFolder,
        Path witnessFolder,
        @Nullable URI publicUrl,
        String administratorEmail,
        @Nullable String administratorPassword,
        @Nullable String mongoDbUri,
        @Nullable String kafkaBootstrapServers,
        URI storageUrl,
        InetAddress bindAddress,
        Map<Port, Integer> ports,
        boolean secondFactorRequired,
        boolean swaggerUi,
        Duration startPatience,
        boolean demo) {
    private static final Pattern BOOTSTRAP_SERVERS = Pattern.compile("[^\\s:,]+:[0-9]{1,5}(,[^\\s:,]+:[0-9]{1,5})*");
    /** RFC 1918, and the loopback addresses. */
    private static final Pattern PRIVATE_ADDRESS = Pattern.compile(
            "(127|10)(\\.[0-9]{1,3}){3}|192\\.168(\\.[0-9]{1,3}){2}|172\\.(1[6-9]|2[0-9]|3[01])(\\.[0-9]{1,3}){2}|\\[::1]");

    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final Pattern MONGODB_URI = Pattern.compile("mongodb(\\+srv)?://\\S+");

    public StandaloneSettings {
        ports = Map.copyOf(ports);
    }

    /** The file with the generated password of the first administrator, until their first login. */
    public Path administratorPasswordFile() {
        return dataFolder.resolve("first-administrator-password");
    }

    public Path storeFolder() {
        return dataFolder.resolve("store");
    }

    public Path brokerFolder() {
        return dataFolder.resolve("broker");
    }

    public Path stagingFolder() {
        return dataFolder.resolve("staged");
    }

    public Path keyFolder() {
        return dataFolder.resolve("keys");
    }

    /** The file with the generated password of the embedded store. */
    public Path mongoDbPasswordFile() {
        return keyFolder().resolve("mongodb-password");
    }

    /** The file with the generated password of the embedded broker. */
    public Path kafkaPasswordFile() {
        return keyFolder().resolve("kafka-password");
    }

    /**
     * Keeps demo data and real data in separate folders. A folder with keys was used, because keys come before the first
     * account; a folder with demo passwords was used by the demo, because these come before the keys.
     *
     * @throws StartFailed if the data folder was used with the demo and the demo is off, or the other way round
     */
    public void requireFolderOfTheSameKind() {
        boolean demoBegun = Demo.isIn(dataFolder);
        if (demo && !demoBegun && Files.exists(keyFolder())) {
            throw new StartFailed(
                    "HEALTHPASSPORT_DEMO: the data folder %s was used without the demo. Set HEALTHPASSPORT_DATA_DIR to another folder, or start without the demo."
                            .formatted(dataFolder));
        }
        if (!demo && demoBegun) {
            throw new StartFailed(
                    "The data folder %s holds the demo and its administrator. Set HEALTHPASSPORT_DEMO=true, or set HEALTHPASSPORT_DATA_DIR to another folder."
                            .formatted(dataFolder));
        }
    }

    /** Leaves out the password and the addresses, which may hold one. */
    @Override
    public String toString() {
        return "StandaloneSettings[dataFolder=%s, ports=%s]".formatted(dataFolder, ports);
    }

    /** @throws StartFailed with every error in the settings, not only the first */
    public static StandaloneSettings from(Map<String, String> environment) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        boolean demo = reader.flag("HEALTHPASSPORT_DEMO", false);
        // Demo data must not lie among real data, even if nobody chooses a folder.
        Path dataFolder = folder(reader, "HEALTHPASSPORT_DATA_DIR", Path.of(demo ? "demo-data" : "data"));
        StandaloneSettings settings = new StandaloneSettings(
                dataFolder,
                folder(reader, "HEALTHPASSPORT_WITNESS_DIR", dataFolder.resolve("witness")),
                reader.text("HEALTHPASSPORT_PUBLIC_URL", PublicUrl::objection)
                        .map(URI::create)
                        .orElse(null),
                reader.text("HEALTHPASSPORT_ADMIN_EMAIL", AdministratorRules::isEmail, AdministratorRules.EMAIL)
                        .orElse("admin@localhost"),
                reader.text(
                                "HEALTHPASSPORT_ADMIN_PASSWORD",
                                AdministratorRules::isPassword,
                                AdministratorRules.PASSWORD)
                        .orElse(null),
                reader.text(
                                "MONGODB_URI",
                                MONGODB_URI.asMatchPredicate(),
                                "must begin with mongodb:// or mongodb+srv://")
                        .orElse(null),
                reader.text(
                                "KAFKA_BOOTSTRAP_SERVERS",
                                BOOTSTRAP_SERVERS.asMatchPredicate(),
                                "must be host:port, or several of them separated by commas")
                        .orElse(null),
                reader.uri(
                                "STORAGE_URL",
                                ObjectStores::knows,
                                "must be file: and a folder, or the URL of an object store")
                        .orElse(dataFolder.resolve("objects").toUri()),
                reader.address("HEALTHPASSPORT_BIND_ADDRESS"),
                ports(reader),
                // For trials; a service of its own requires it by default.
                reader.flag("HEALTHPASSPORT_SECOND_FACTOR_REQUIRED", false),
                reader.flag("HEALTHPASSPORT_SWAGGER_UI", true),
                reader.duration("HEALTHPASSPORT_START_PATIENCE", START_PATIENCE),
                demo);
        settings.demoErrors(reader);
        reader.requireNoErrors();
        return settings;
    }

    /** Keeps fictional people away from real ones, and the demo's accounts off the internet. */
    private void demoErrors(EnvironmentReader reader) {
        if (!demo) {
            return;
        }
        if (publicUrl != null && !isOfThisNetwork(publicUrl)) {
            reader.reject(
                    "HEALTHPASSPORT_DEMO",
                    "must not be set unless HEALTHPASSPORT_PUBLIC_URL is an address of this machine or of a private network");
        }
        if (secondFactorRequired) {
            reader.reject(
                    "HEALTHPASSPORT_DEMO",
                    "must not be set together with HEALTHPASSPORT_SECOND_FACTOR_REQUIRED, because the accounts of the demo have a password only");
        }
        if (mongoDbUri != null) {
            reader.reject("HEALTHPASSPORT_DEMO", "must not be set together with MONGODB_URI");
        }
        if (reader.text("HEALTHPASSPORT_ADMIN_EMAIL").isPresent() || administratorPassword != null) {
            reader.reject(
                    "HEALTHPASSPORT_DEMO",
                    "must not be set together with HEALTHPASSPORT_ADMIN_EMAIL or HEALTHPASSPORT_ADMIN_PASSWORD, because the demo has its own administrator");
        }
        if (reader.flag("HEALTHPASSPORT_EMAIL_CONFIRMATION", false)) {
            reader.reject(
                    "HEALTHPASSPORT_DEMO",
                    "must not be set together with HEALTHPASSPORT_EMAIL_CONFIRMATION, because nobody reads the mail of fictional people");
        }
    }

    private static Path folder(EnvironmentReader reader, String setting, Path byDefault) {
        try {
            return reader.text(setting)
                    .map(Path::of)
                    .orElse(byDefault)
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            reader.reject(setting, "must be a folder");
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
                    .ifPresent(other -> reader.reject(port.setting(), "must differ from " + other.setting()));
        }
        return numbers;
    }

    /**
     * Judges numeric addresses only: a name could point elsewhere tomorrow. Private networks are allowed, so that a phone
     * in the same Wi-Fi can open a shared link.
     */
    private static boolean isOfThisNetwork(URI uri) {
        String host = uri.getHost();
        return host.equals("localhost") || PRIVATE_ADDRESS.matcher(host).matches();
    }
}
