package org.healthpassport.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    static final String TOPIC = "letters";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    @TempDir
    Path folder;

    @Test
    void shouldKeepRecordsWhenStartedAgainOnTheSameFolderAndPort() throws Exception {
        // given
        int port;
        try (EmbeddedBroker broker = new EmbeddedBroker(folder)) {
            broker.start();
            port = portOf(broker);
            createTopic(broker.bootstrapServers());
            send(broker, "before");
        }

        // when
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, port)) {
            broker.start();
            send(broker, "after");

            // then
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            assertThat(read(broker, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void shouldServeAClientThatStayedThroughARestart() throws Exception {
        // given
        EmbeddedBroker first = new EmbeddedBroker(folder);
        first.start();
        int port = portOf(first);
        createTopic(first.bootstrapServers());
        try (KafkaProducer<String, String> producer = producer(first.bootstrapServers());
                EmbeddedBroker second = new EmbeddedBroker(folder, port)) {
            producer.send(new ProducerRecord<>(TOPIC, "before")).get();

            // when
            first.close();
            second.start();
            producer.send(new ProducerRecord<>(TOPIC, "after")).get();

            // then
            assertThat(read(second, 2)).containsExactly("before", "after");
        } finally {
            first.close();
        }
    }

    @Test
    void shouldRunTwoBrokersInOneProcess() throws Exception {
        try (EmbeddedBroker one = new EmbeddedBroker(folder.resolve("one"));
                EmbeddedBroker other = new EmbeddedBroker(folder.resolve("other"))) {
            // given
            one.start();
            other.start();

            // when
            createTopic(one.bootstrapServers());
            createTopic(other.bootstrapServers());
            send(one, "to one");
            send(other, "to the other");

            // then
            assertThat(read(one, 1)).containsExactly("to one");
            assertThat(read(other, 1)).containsExactly("to the other");
        }
    }

    @Test
    void shouldRefuseAFolderInUse() {
        try (EmbeddedBroker owner = new EmbeddedBroker(folder);
                EmbeddedBroker intruder = new EmbeddedBroker(folder)) {
            // given
            owner.start();

            // when, then
            assertThatThrownBy(intruder::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("another running process");
        }
    }

    @Test
    void shouldNameThePortInUseAndLeaveTheFolderFree() throws Exception {
        // given
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                EmbeddedBroker broker = new EmbeddedBroker(folder, other.getLocalPort())) {
            // when, then
            assertThatThrownBy(broker::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + other.getLocalPort());
        }
        try (EmbeddedBroker broker = new EmbeddedBroker(folder)) {
            broker.start();
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void shouldCloseTwiceAndStartOnlyOnce() {
        // given
        EmbeddedBroker broker = new EmbeddedBroker(folder);
        broker.start();

        // when
        broker.close();
        broker.close();

        // then
        assertThatThrownBy(broker::bootstrapServers).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(broker::start).isInstanceOf(IllegalStateException.class);
    }

    static int portOf(EmbeddedBroker broker) {
        String servers = broker.bootstrapServers();
        return Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
    }

    static void createTopic(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    static void send(EmbeddedBroker broker, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(broker.bootstrapServers())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    static KafkaProducer<String, String> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    static List<String> read(EmbeddedBroker broker, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            return Stream.generate(() -> consumer.poll(Duration.ofSeconds(1)))
                    .limit(30)
                    .flatMap(records -> records.records(PARTITION).stream())
                    .map(ConsumerRecord::value)
                    .limit(count)
                    .toList();
        }
    }
}
