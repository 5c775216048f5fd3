package org.healthpassport.audit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** A broker for the tests of a class. */
final class TestBroker implements BeforeAllCallback, AfterAllCallback {
    private Path folder;
    private EmbeddedBroker broker;
    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("audit-log-test");
        broker = new EmbeddedBroker(folder);
        broker.start();
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        // A broker that is not the leader of a new partition yet takes a second batch of a producer
                        // that it
                        // does not know, and then refuses the first one for ever.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    Admin admin() {
        return admin;
    }

    /** Makes all topics anew, so that no test sees the records of another. */
    void reset(int partitions) throws Exception {
        List<String> names = Stream.of(Topics.values()).map(Topics::topicName).toList();
        Set<String> existing = new HashSet<>(admin.listTopics().names().get());
        existing.retainAll(names);
        admin.deleteTopics(existing).all().get();
        admin.createTopics(names.stream()
                        .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
                        .toList())
                .all()
                .get();
    }

    /** Sends ids of events and returns when the broker has them all. */
    void send(Topics topic, int partition, List<String> ids) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (String id : ids) {
            sent.add(send(topic, partition, id.getBytes(UTF_8)));
        }
        for (Future<RecordMetadata> acknowledged : sent) {
            acknowledged.get();
        }
    }

    Future<RecordMetadata> send(Topics topic, int partition, byte[] value) {
        return producer.send(new ProducerRecord<>(topic.topicName(), partition, null, value));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        producer.close();
        admin.close();
        broker.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
