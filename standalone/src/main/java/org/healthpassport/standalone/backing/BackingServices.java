package org.healthpassport.standalone.backing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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

    /** @param whenBrokerHalted receives the reason when the embedded broker stops by itself */
    public BackingServices(StandaloneSettings settings, ClaimedPorts ports, Consumer<String> whenBrokerHalted) {
        this.settings = settings;
        this.store = settings.mongoDbUri() == null
                ? new EmbeddedStore(settings.storeFolder(), ports.number(Port.MONGODB))
                : null;
        this.broker = settings.kafkaBootstrapServers() == null
                ? new EmbeddedBroker(settings.brokerFolder(), ports.number(Port.KAFKA), null, whenBrokerHalted)
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

    public String mongoDbUri() {
        return store == null ? String.valueOf(settings.mongoDbUri()) : store.connectionString(DATABASE);
    }

    public String bootstrapServers() {
        return broker == null ? String.valueOf(settings.kafkaBootstrapServers()) : broker.bootstrapServers();
    }
}
