package org.healthpassport.aggregates;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.key.AuditKeyRing;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.outbox.OutboxTestAccess;
import org.healthpassport.aggregates.stamp.Stamps;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Service;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.util.FileSystemUtils;
import org.testcontainers.mongodb.MongoDBContainer;

/** A real store and a real broker, with the parts of the service's core that use them, but no web server. */
public final class StoreAndBus implements AutoCloseable {
    private final Path folder;
    private final AutoCloseable store;
    private final EmbeddedBroker broker;
    private final ConfigurableApplicationContext context;
    private final MongoClient anotherClient;
    private final String uri;

    /** Uses the embedded store. */
    public StoreAndBus() {
        this(folder -> {
            EmbeddedStore embedded = new EmbeddedStore(folder.resolve("store"));
            embedded.start();
            return new Store(embedded.connectionString("test"), embedded);
        });
    }

    private StoreAndBus(Function<Path, Store> stores) {
        try {
            folder = Files.createTempDirectory("store-and-bus");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Store started = stores.apply(folder);
        store = started.part();
        broker = new EmbeddedBroker(folder.resolve("broker"));
        broker.start();
        SpringApplicationBuilder application = new SpringApplicationBuilder(Beans.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.name=none",
                        "spring.mongodb.uri=" + started.uri(),
                        "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "test.keys=" + folder.resolve("keys"));
        context = application.run();
        anotherClient = MongoClients.create(started.uri());
        uri = started.uri();
    }

    /** One with the embedded store, for all test classes of this JVM that leave the data of others alone. */
    public static StoreAndBus shared() {
        return Shared.INSTANCE;
    }

    /** Uses a MongoDB in a container. */
    public static StoreAndBus onMongoDb() {
        return new StoreAndBus(folder -> {
            MongoDBContainer container = new MongoDBContainer("mongo:8.0").withReplicaSet();
            container.start();
            return new Store(container.getReplicaSetUrl("test"), container);
        });
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public ReactiveMongoTemplate mongo() {
        return context.getBean(ReactiveMongoTemplate.class);
    }

    /** Another connection, for writes during a decision on the first one. */
    public ReactiveMongoTemplate anotherMongo() {
        return new ReactiveMongoTemplate(anotherClient, "test");
    }

    public String mongoUri() {
        return uri;
    }

    /** Aggregates whose events nobody sends. */
    public AggregateStore idleStore() {
        return idleStore(mongo());
    }

    /** The same by another connection. */
    public AggregateStore idleStore(ReactiveMongoTemplate mongo) {
        return new AggregateStore(
                mongo, keyRing(), OutboxTestAccess.idleRelay(this), stamps(), macs(), heads(), ids(), alarm(), clock());
    }

    public EventPublisher publisher() {
        return context.getBean(EventPublisher.class);
    }

    public SubjectKeyRing keyRing() {
        return context.getBean(SubjectKeyRing.class);
    }

    public Stamps stamps() {
        return context.getBean(Stamps.class);
    }

    public EventMacs macs() {
        return context.getBean(EventMacs.class);
    }

    public StreamHeads heads() {
        return context.getBean(StreamHeads.class);
    }

    public Ids ids() {
        return context.getBean(Ids.class);
    }

    public UnreadableAlarm alarm() {
        return new UnreadableAlarm(new SimpleMeterRegistry(), clock());
    }

    public Clock clock() {
        return Clock.systemUTC();
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() throws Exception {
        anotherClient.close();
        context.close();
        broker.close();
        store.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    private record Store(String uri, AutoCloseable part) {}

    private static final class Shared {
        private static final StoreAndBus INSTANCE = new StoreAndBus();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(Shared::close));
        }

        private static void close() {
            try {
                INSTANCE.close();
            } catch (Exception failure) {
                throw new IllegalStateException("Expected to close the shared store and broker", failure);
            }
        }
    }

    /** Not annotated as a configuration, as component scanning would find it. */
    @EnableAutoConfiguration
    @Import({Ids.class, AuditKeyRing.class, SubjectKeyRing.class, Stamps.class, StreamHeads.class})
    static class Beans {
        @Bean
        KeyEncryptionKeys keyEncryptionKeys(@Value("${test.keys}") Path folder) {
            return KeyFolder.openOrCreate(
                    folder,
                    Set.of(KeyPurpose.STATE, KeyPurpose.DOCUMENTS, KeyPurpose.QR, KeyPurpose.SERVICE, KeyPurpose.AUDIT),
                    purpose -> false);
        }

        @Bean
        UnreadableAlarm unreadableAlarm() {
            return new UnreadableAlarm(new SimpleMeterRegistry(), Clock.systemUTC());
        }

        @Bean
        EventMacs eventMacs(@Value("${test.keys}") Path folder) {
            MacKeyFolder keys = EventKeys.openOrCreate(Service.API_SERVICE, folder, FileProtection.NONE, () -> false);
            return EventKeys.macs(Service.API_SERVICE, () -> keys);
        }
    }
}
