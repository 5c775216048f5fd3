package org.healthpassport.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;

/** The store and the broker that the services stand on: those that the settings name, or embedded ones. */
final class Surroundings {
    private static final String DATABASE = "healthpassport";

    private final StandaloneSettings settings;
    private final @Nullable EmbeddedStore store;
    private final @Nullable EmbeddedBroker broker;

    /** @param whenBrokerHalted is told why the embedded broker has stopped by itself */
    Surroundings(StandaloneSettings settings, Ports ports, Consumer<String> whenBrokerHalted) {
        this.settings = settings;
        this.store = settings.mongoDbUri() == null
                ? new EmbeddedStore(settings.storeFolder(), ports.number(Port.MONGODB))
                : null;
        this.broker = settings.kafkaBootstrapServers() == null
                ? new EmbeddedBroker(settings.brokerFolder(), ports.number(Port.KAFKA), whenBrokerHalted)
                : null;
    }

    /** What has to be started, the broker to be stopped first. */
    List<Callable<AutoCloseable>> parts() {
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

    String mongoDbUri() {
        return store == null ? String.valueOf(settings.mongoDbUri()) : store.connectionString(DATABASE);
    }

    String bootstrapServers() {
        return broker == null ? String.valueOf(settings.kafkaBootstrapServers()) : broker.bootstrapServers();
    }
}
