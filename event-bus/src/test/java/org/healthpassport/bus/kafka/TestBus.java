package org.healthpassport.bus.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.kafka.CloudEvents;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.TestMacs;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;

/** A broker, services on it, and the records that tests send and read. */
public final class TestBus implements AutoCloseable {
    /** Those of the service in each test, which reads its own events. */
    public static final EventMacs MACS = TestMacs.of(org.healthpassport.events.Service.API_SERVICE);

    public static final Duration PATIENCE = Duration.ofSeconds(60);
    public static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final EmbeddedBroker broker;

    public TestBus(Path folder) {
        this(new EmbeddedBroker(folder));
    }

    public TestBus(EmbeddedBroker broker) {
        this.broker = broker;
        broker.start();
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public ConfigurableApplicationContext service(EventSubscription... subscriptions) {
        return service(bootstrapServers(), List.of(), subscriptions);
    }

    public static ConfigurableApplicationContext service(
            String bootstrapServers, List<String> settings, EventSubscription... subscriptions) {
        SpringApplication application = new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .initializers(context -> Arrays.stream(subscriptions)
                        .forEach(subscription -> ((GenericApplicationContext) context)
                                .registerBean(subscription.consumer(), EventSubscription.class, () -> subscription)))
                .build();
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=service-" + UUID.randomUUID(),
                "--spring.main.banner-mode=off",
                "--spring.kafka.bootstrap-servers=" + bootstrapServers));
        settings.forEach(setting -> arguments.add("--" + setting));
        return application.run(arguments.toArray(String[]::new));
    }

    public static Status readiness(ConfigurableApplicationContext service) {
        return service.getBean(HealthEndpoint.class).healthForPath("readiness").getStatus();
    }

    /** Publishes one received document per id, one after the other. */
    public static void publish(ConfigurableApplicationContext service, String patientId, String... ids) {
        for (String id : ids) {
            send(service, record(id, patientId));
        }
    }

    /** Sends a record, again while the topic is not there yet. */
    public static void send(ConfigurableApplicationContext service, ProducerRecord<String, byte[]> record) {
        KafkaEventPublisher publisher = service.getBean(KafkaEventPublisher.class);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            publisher.send(record).get(15, TimeUnit.SECONDS);
            return true;
        });
    }

    public static ProducerRecord<String, byte[]> record(String id, String patientId) {
        return CloudEvents.toRecord(MACS.attest(received(id, patientId)));
    }

    public static Event received(String id, String patientId) {
        DocumentReceived payload = DocumentReceived.newBuilder()
                .setDocumentId("document-" + id)
                .setPatientId(patientId)
                .setCiphertextSha256(ByteBuffer.allocate(32))
                .build();
        return new Event(
                id,
                EventType.DOCUMENT_RECEIVED,
                "document-" + id,
                Instant.parse("2026-11-23T12:00:00Z"),
                patientId,
                1L,
                "request-" + id,
                null,
                TRACEPARENT,
                EventCodec.encode(payload));
    }

    /** Every record of the topic, once there are as many as expected. */
    public List<ConsumerRecord<String, byte[]>> records(String topic, int expected) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= expected;
            });
        }
        return records;
    }

    public static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    /** Empties every topic, so that no test sees the events of another. */
    public void empty() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            Map<TopicPartition, RecordsToDelete> everything = new HashMap<>();
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith("healthpassport."))
                    .toList();
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(partition -> everything.put(
                                    new TopicPartition(name, partition.partition()),
                                    RecordsToDelete.beforeOffset(-1))));
            admin.deleteRecords(everything).all().get();
        }
    }

    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    @Override
    public void close() {
        broker.close();
    }

    @EnableAutoConfiguration
    static class Service {

        @Bean
        EventMacs eventMacs() {
            return MACS;
        }
    }
}
