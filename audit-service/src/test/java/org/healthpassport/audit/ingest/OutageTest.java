package org.healthpassport.audit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void shouldGoOnByItselfWhenTheStoreAndTheBrokerWereAway() throws Exception {
        // given
        EmbeddedStore store = store(0);
        EmbeddedBroker broker = broker(0);
        String bootstrapServers = broker.bootstrapServers();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(Topics.ACCESS.topicName(), 1, (short) 1)))
                    .all()
                    .get();
        }
        String connectionString = store.connectionString("audit") + "&serverSelectionTimeoutMS=500";
        try (MongoClient client = MongoClients.create(connectionString);
                TestInstance instance = new TestInstance(
                        "instance",
                        bootstrapServers,
                        client.getDatabase("audit"),
                        TestLog.KEY,
                        folder.resolve("keys"),
                        Duration.ofMillis(500),
                        TestInstance.SAMPLES)) {
            send(bootstrapServers, "event-0");
            awaitSigned(instance, 1);

            // when
            store.close();
            send(bootstrapServers, "event-1");
            await().atMost(PATIENCE).until(() -> isAway(instance));
            store = store(port(connectionString));

            // then
            awaitSigned(instance, 2);

            // when
            broker.close();
            instance.ownEntries.add(SampleEntries.own("own").identified());
            awaitSigned(instance, 3);
            broker = broker(Integer.parseInt(bootstrapServers.split(":")[1]));
            send(bootstrapServers, "event-2");

            // then
            awaitSigned(instance, 4);
            assertThat(instance.log.ids()).containsExactly("event-0", "event-1", "own", "event-2");
            instance.log.verify();
        } finally {
            broker.close();
            store.close();
        }
    }

    private EmbeddedStore store(int port) {
        EmbeddedStore store = new EmbeddedStore(folder.resolve("store"), port);
        store.start();
        return store;
    }

    private EmbeddedBroker broker(int port) {
        EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("broker"), port);
        broker.start();
        return broker;
    }

    private static int port(String connectionString) {
        return Integer.parseInt(
                new ConnectionString(connectionString).getHosts().get(0).split(":")[1]);
    }

    private static void send(String bootstrapServers, String id) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.ACCESS.topicName(), id.getBytes(UTF_8)))
                    .get();
        }
    }

    private static boolean isAway(TestInstance instance) {
        instance.log.refresh();
        try {
            instance.log.committed.size();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void awaitSigned(TestInstance instance, long size) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> instance.log
                        .committed
                        .signed()
                        .filter(signed -> signed.checkpoint().size() == size)
                        .isPresent());
    }
}
