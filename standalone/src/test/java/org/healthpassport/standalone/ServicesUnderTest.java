package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.healthpassport.audit.verify.VerifyCommand;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Topics;
import org.healthpassport.standalone.network.ClaimedPorts;
import org.healthpassport.standalone.network.Port;
import org.healthpassport.standalone.output.StartProgress;
import org.healthpassport.standalone.service.EmbeddedService;
import org.healthpassport.standalone.service.ReadinessProbe;
import org.healthpassport.standalone.service.Service;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * Services of this JVM over an embedded store and broker of their own, which a test can reach as somebody who has write access
 * to both.
 */
final class ServicesUnderTest implements AutoCloseable {
    /** Settings with which the completeness report is up to date within seconds. */
    static final Map<String, String> QUICK_ROUNDS = Map.of(
            "healthpassport.audit.completeness.interval",
            "1s",
            "healthpassport.audit.completeness.round",
            "1s",
            "healthpassport.audit.completeness.idle-rest",
            "0",
            // The writer may need this long to notice records of a new partition.
            "healthpassport.audit.completeness.patience",
            "12s");

    private static final String DATABASE = "healthpassport";

    private final Path data;
    private final Map<String, String> more;
    private final ClaimedPorts ports = ClaimedPorts.claim(anyPorts(), InetAddress.getLoopbackAddress());
    private final Map<Port, EmbeddedService> services = new EnumMap<>(Port.class);
    private final EmbeddedStore store;
    private final MongoClient client;
    private EmbeddedBroker broker;
    private @Nullable String administrator;
    private @Nullable String auditor;

    /** @param more settings of the services */
    ServicesUnderTest(Path data, Map<String, String> more) {
        this.data = data;
        this.more = more;
        store = new EmbeddedStore(data.resolve("store"), ports.number(Port.MONGODB));
        store.start();
        client = MongoClients.create(store.connectionString(DATABASE));
        startBroker();
    }

    void startBroker() {
        broker = new EmbeddedBroker(data.resolve("broker"), ports.number(Port.KAFKA));
        broker.start();
    }

    void stopBroker() {
        broker.close();
    }

    /** Starts an empty broker in the place of the one that was lost. */
    void loseBroker() throws IOException {
        stopBroker();
        FileSystemUtils.deleteRecursively(data.resolve("broker"));
        startBroker();
    }

    /** Starts a service, and waits until it is ready. */
    void start(Port port) throws InterruptedException {
        try (StartProgress progress = new StartProgress(line -> {}, StartProgress.INTERVAL)) {
            services.put(port, new EmbeddedService(service(port), settings(), progress).start());
            new ReadinessProbe(Duration.ofMinutes(5)).await(port.name(), at(port), reason -> {});
        }
    }

    void stop(Port port) {
        services.remove(port).close();
    }

    /** Stops all services, whose accounts have to log in again afterwards. */
    void stopAll() {
        services.values().forEach(EmbeddedService::close);
        services.clear();
        administrator = null;
        auditor = null;
    }

    /** Everything in the store, by collection. */
    Map<String, List<Document>> backup() {
        Map<String, List<Document>> backup = new HashMap<>();
        for (String name : collections()) {
            backup.put(name, collection(name).find().into(new ArrayList<>()));
        }
        return backup;
    }

    /** Puts the store back to what it was; the indexes stay. */
    void restore(Map<String, List<Document>> backup) {
        for (String name : collections()) {
            collection(name).deleteMany(new Document());
            List<Document> documents = backup.getOrDefault(name, List.of());
            if (!documents.isEmpty()) {
                collection(name).insertMany(documents);
            }
        }
    }

    /** Starts services, one after the other. */
    void start(List<Port> all) throws InterruptedException {
        for (Port port : all) {
            start(port);
        }
    }

    ApiClient api() {
        return new ApiClient(at(Port.API));
    }

    /** The token of the first administrator. */
    String administrator() throws IOException, InterruptedException {
        if (administrator == null) {
            administrator = api().login("admin@localhost", ApiClient.PASSWORD);
        }
        return administrator;
    }

    /** The token of an auditor. */
    private String auditor() throws IOException, InterruptedException {
        if (auditor == null) {
            auditor = api().newAuditor(administrator());
        }
        return auditor;
    }

    /** The audit log, as an auditor reads it. */
    AuditTrail trail() throws IOException, InterruptedException {
        return trail("/audit-log");
    }

    /** The audit log at that path, as an auditor reads it. */
    AuditTrail trail(String path) throws IOException, InterruptedException {
        return new AuditTrail(at(Port.AUDIT).resolve(path), api(), auditor());
    }

    /** Checks the audit log as an auditor does, and writes its events to a file; returns the exit code. */
    int writeEventsOfTheLog(Path file) throws IOException, InterruptedException {
        Path token = Files.writeString(data.resolve("auditor.token"), auditor());
        String key =
                new String(api().get(at(Port.AUDIT).resolve("/audit-log/vkey")).body(), UTF_8).strip();
        return new VerifyCommand(System.out, System.err)
                .run(
                        "--log",
                        at(Port.AUDIT).resolve("/audit-log").toString(),
                        "--vkey",
                        key,
                        "--token-file",
                        token.toString(),
                        "--events-to",
                        file.toString());
    }

    /** The auditors' completeness report. */
    JsonNode completeness() throws IOException, InterruptedException {
        return ApiClient.json(api().get(
                        at(Port.AUDIT).resolve("/api/audit/reports/completeness"),
                        "Authorization",
                        "Bearer " + auditor()));
    }

    URI at(Port port) {
        return ports.local(port);
    }

    Path data() {
        return data;
    }

    MongoCollection<Document> collection(String name) {
        return client.getDatabase(DATABASE).getCollection(name);
    }

    /** The names of all collections. */
    List<String> collections() {
        return client.getDatabase(DATABASE).listCollectionNames().into(new ArrayList<>());
    }

    /** The settings of a Kafka client. */
    Map<String, Object> kafka() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    }

    /** Writes records, in their order, without any key of ours. */
    void send(List<ProducerRecord<String, byte[]>> records) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka(), new StringSerializer(), new ByteArraySerializer())) {
            records.forEach(producer::send);
            producer.flush();
        }
    }

    /** Everything that a topic holds. */
    List<ConsumerRecord<String, byte[]>> records(Topics topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(kafka(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(place -> consumer.position(place) < ends.get(place))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static Service service(Port port) {
        return Service.IN_ORDER_OF_STOPPING.stream()
                .filter(service -> service.port() == port)
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> settings() {
        URI own = at(Port.API);
        Map<String, String> settings = new HashMap<>(Map.ofEntries(
                Map.entry("HEALTHPASSPORT_PUBLIC_URL", own.toString()),
                Map.entry(
                        "HEALTHPASSPORT_JWKS_URL",
                        own.resolve("/.well-known/jwks.json").toString()),
                Map.entry("HEALTHPASSPORT_KEYS_FOLDER", data.resolve("keys").toString()),
                Map.entry("HEALTHPASSPORT_KEYS_CREATE_MISSING", "true"),
                Map.entry("HEALTHPASSPORT_WITNESS_DIR", data.resolve("witness").toString()),
                Map.entry("HEALTHPASSPORT_ADMIN_EMAIL", "admin@localhost"),
                Map.entry("HEALTHPASSPORT_SECOND_FACTOR_REQUIRED", "false"),
                Map.entry("HEALTHPASSPORT_ADMIN_PASSWORD", ApiClient.PASSWORD),
                Map.entry(
                        "HEALTHPASSPORT_STAGING_URL",
                        data.resolve("staged").toUri().toString()),
                Map.entry("STORAGE_URL", data.resolve("objects").toUri().toString()),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.number(Port.KAFKA)),
                Map.entry("MONGODB_URI", store.connectionString(DATABASE))));
        Service.IN_ORDER_OF_STOPPING.stream()
                .map(Service::port)
                .forEach(port -> settings.put(port.setting(), Integer.toString(ports.number(port))));
        settings.putAll(more);
        return settings;
    }

    private static Map<Port, Integer> anyPorts() {
        Map<Port, Integer> any = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            any.put(port, 0);
        }
        return any;
    }

    @Override
    public void close() {
        services.values().forEach(EmbeddedService::close);
        broker.close();
        client.close();
        store.close();
    }
}
