package org.healthpassport.standalone.backing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.healthpassport.embedded.Login;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.standalone.network.ClaimedPorts;
import org.healthpassport.standalone.network.Port;
import org.healthpassport.standalone.settings.StandaloneSettings;
import org.jspecify.annotations.Nullable;

/** The store and the broker that the services use: the ones that the settings name, or embedded ones. */
public final class BackingServices {
    private static final String DATABASE = "healthpassport";

    private final StandaloneSettings settings;
    private final @Nullable EmbeddedStore store;
    private final @Nullable EmbeddedBroker broker;
    private final @Nullable Login brokerLogin;

    /**
     * Prepares them, with passwords for the embedded ones.
     *
     * @param whenBrokerHalted receives the reason when the embedded broker stops by itself
     * @throws org.healthpassport.standalone.failure.StartFailed if a password cannot be read or stored
     */
    public BackingServices(StandaloneSettings settings, ClaimedPorts ports, Consumer<String> whenBrokerHalted) {
        this.settings = settings;
        this.store = settings.mongoDbUri() == null
                ? new EmbeddedStore(
                        settings.storeFolder(),
                        ports.number(Port.MONGODB),
                        GeneratedLogin.in(settings.mongoDbPasswordFile()))
                : null;
        this.brokerLogin =
                settings.kafkaBootstrapServers() == null ? GeneratedLogin.in(settings.kafkaPasswordFile()) : null;
        this.broker = settings.kafkaBootstrapServers() == null
                ? new EmbeddedBroker(settings.brokerFolder(), ports.number(Port.KAFKA), brokerLogin, whenBrokerHalted)
                : null;
    }

    /** The embedded parts to start, in the order in which they stop: the broker first. */
    public List<Callable<AutoCloseable>> parts() {
        List<Callable<AutoCloseable>> parts = new ArrayList<>();
        if (broker != null) {
            EmbeddedBroker embedded = broker;
            parts.add(() -> {
                embedded.start();
                return embedded;
            });
        }
        if (store != null) {
            EmbeddedStore embedded = store;
            parts.add(() -> {
                embedded.start();
                return embedded;
            });
        }
        return parts;
    }

    /** The connection string, with the login. */
    public String mongoDbUri() {
        return store == null ? String.valueOf(settings.mongoDbUri()) : store.connectionString(DATABASE);
    }

    /** The same without a login, for people. */
    public String mongoDbAddress() {
        return store == null ? "as set by MONGODB_URI" : "mongodb://%s/%s".formatted(store.address(), DATABASE);
    }

    public String bootstrapServers() {
        return broker == null ? String.valueOf(settings.kafkaBootstrapServers()) : broker.bootstrapServers();
    }

    /** The address and the login of the embedded broker, by our settings; of another one the address only. */
    public Map<String, String> kafka() {
        Map<String, String> properties = new HashMap<>();
        properties.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        if (brokerLogin != null) {
            properties.put("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
            properties.put("KAFKA_SASL_MECHANISM", "PLAIN");
            properties.put("KAFKA_USERNAME", brokerLogin.user());
            properties.put("KAFKA_PASSWORD", brokerLogin.password());
            // It may be set for another broker, and has no meaning without TLS.
            properties.put("KAFKA_CA_FILE", "");
        }
        return properties;
    }
}
