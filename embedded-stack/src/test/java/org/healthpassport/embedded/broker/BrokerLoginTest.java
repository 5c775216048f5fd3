package org.healthpassport.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.healthpassport.embedded.Login;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ports of a broker with a login refuse everybody else. */
class BrokerLoginTest {
    private static final Login LOGIN = new Login("somebody", "the-right-password");
    private static final String TOPIC = "letters";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final String BY_BROKER = AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG;
    private static final String BY_CONTROLLER = AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG;

    @TempDir
    Path folder;

    @Test
    void shouldServeTheLoginAtBothPortsAndRefuseEverybodyElse() throws Exception {
        try (EmbeddedBroker broker = broker(LOGIN)) {
            // given
            broker.start();
            Map<String, String> ports =
                    Map.of(BY_BROKER, broker.bootstrapServers(), BY_CONTROLLER, broker.bootstrapControllers());

            // then: strangers are refused
            ports.forEach((kind, address) -> {
                assertThatThrownBy(() -> topics(client(kind, address, LOGIN.user(), "a-wrong-password")))
                        .as(kind)
                        .hasRootCauseInstanceOf(SaslAuthenticationException.class)
                        .rootCause()
                        .hasMessageNotContaining(LOGIN.password());
                assertThatThrownBy(() -> topics(client(kind, address, "somebody-else", LOGIN.password())))
                        .as(kind)
                        .hasRootCauseInstanceOf(SaslAuthenticationException.class);
                assertThatThrownBy(() -> topics(Map.of(kind, address))).as(kind).isInstanceOf(Exception.class);
            });
            assertThatThrownBy(() -> createTopic(Map.of(BY_BROKER, broker.bootstrapServers())))
                    .isInstanceOf(Exception.class);
            assertThatThrownBy(() -> send(Map.of("bootstrap.servers", broker.bootstrapServers()), "forged"))
                    .isInstanceOf(Exception.class);

            // and the login is served
            for (Map.Entry<String, String> port : ports.entrySet()) {
                describe(client(port.getKey(), port.getValue(), LOGIN.user(), LOGIN.password()));
            }
            Map<String, Object> own = own(broker);
            assertThat(topics(own)).isEqualTo(0);
            createTopic(own);
            send(own, "genuine");
            assertThat(read(own)).containsExactly("genuine");
        }
    }

    @Test
    void shouldGuardAFolderThatWasOpenBefore() throws Exception {
        // given
        try (EmbeddedBroker open = broker(null)) {
            open.start();
            createTopic(Map.of(BY_BROKER, open.bootstrapServers()));
            send(Map.of("bootstrap.servers", open.bootstrapServers()), "from before");
        }

        // when
        try (EmbeddedBroker guarded = broker(LOGIN)) {
            guarded.start();

            // then
            assertThat(read(own(guarded))).containsExactly("from before");
            send(own(guarded), "from now");
            assertThat(read(own(guarded))).containsExactly("from before", "from now");
            assertThatThrownBy(() -> topics(Map.of(BY_BROKER, guarded.bootstrapServers())))
                    .isInstanceOf(Exception.class);
        }
    }

    private EmbeddedBroker broker(Login login) {
        return new EmbeddedBroker(folder, 0, login, why -> {});
    }

    private static Map<String, Object> own(EmbeddedBroker broker) {
        return client(BY_BROKER, broker.bootstrapServers(), LOGIN.user(), LOGIN.password());
    }

    private static Map<String, Object> client(String kind, String address, String user, String password) {
        return Map.of(
                kind,
                address,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password));
    }

    /** Fails soon where a port does not speak to a client; it drops the connection of one that does not log in. */
    private static Admin admin(Map<String, ?> settings) {
        Map<String, Object> impatient = new HashMap<>(settings);
        impatient.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        impatient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
        return Admin.create(impatient);
    }

    private static int topics(Map<String, ?> settings) throws Exception {
        try (Admin admin = admin(settings)) {
            return settings.containsKey(BY_CONTROLLER)
                    ? admin.describeCluster().nodes().get().size()
                    : admin.listTopics().names().get().size();
        }
    }

    private static void describe(Map<String, ?> settings) throws Exception {
        try (Admin admin = Admin.create(Map.copyOf(settings))) {
            assertThat(admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS))
                    .isNotBlank();
        }
    }

    private static void createTopic(Map<String, ?> settings) throws Exception {
        try (Admin admin = admin(settings)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void send(Map<String, ?> settings, String value) throws Exception {
        Map<String, Object> impatient = new HashMap<>(settings);
        impatient.put("max.block.ms", 5_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(impatient, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get(30, TimeUnit.SECONDS);
        }
    }

    /** All records so far. */
    private static List<String> read(Map<String, Object> settings) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            List<String> values = new ArrayList<>();
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
