package org.healthpassport.standalone;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Topics;
import org.healthpassport.standalone.ApiClient.Patient;
import org.healthpassport.standalone.network.ClaimedPorts;
import org.healthpassport.standalone.network.Port;
import org.healthpassport.standalone.output.StartProgress;
import org.healthpassport.standalone.service.EmbeddedService;
import org.healthpassport.standalone.service.ReadinessProbe;
import org.healthpassport.standalone.service.Service;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A message can be lost at each hop between api-service and the audit log; audit-service names it each time. */
class LostOnTheWayTest {
    private static final String DATABASE = "healthpassport";
    private static final Duration NAMED_WITHIN = Duration.ofMinutes(1);

    @TempDir
    Path data;

    private final ClaimedPorts ports = ClaimedPorts.claim(anyPorts(), InetAddress.getLoopbackAddress());
    private EmbeddedStore store;
    private EmbeddedBroker broker;
    private EmbeddedService apiService;
    private EmbeddedService auditService;
    private MongoClient client;
    private MongoDatabase database;
    private ApiClient api;
    private String auditor;
    private Patient patient;

    @BeforeEach
    void start() throws Exception {
        store = new EmbeddedStore(data.resolve("store"), ports.number(Port.MONGODB));
        store.start();
        startBroker();
        client = MongoClients.create(store.connectionString(DATABASE));
        database = client.getDatabase(DATABASE);
        startApiService();
        startAuditService();
        api = new ApiClient(ports.local(Port.API));
        auditor = api.newAuditor(api.login("admin@localhost", ApiClient.PASSWORD));
        patient = api.newPatient();
        awaitSent("documents", upload());
    }

    @AfterEach
    void stop() {
        apiService.close();
        auditService.close();
        broker.close();
        client.close();
        store.close();
    }

    @Test
    void shouldNameWhatIsLostAtEachHop() throws Exception {
        // given an upload and a read whose events wait in MongoDB and never reach Kafka
        broker.close();
        String neverSent = upload();
        assertThat(patient.document(neverSent).statusCode()).isEqualTo(200);
        Document read =
                await().until(() -> collection("accessBatches").find(waiting()).first(), batch -> batch != null);
        // Its Kafka client would send the events in its buffer once the broker is back.
        apiService.close();
        forget("documents", Filters.eq("_id", neverSent));
        forget("accessBatches", waiting());
        startBroker();
        startApiService();

        // and an event that expires on Kafka before it is read
        auditService.close();
        String expired = upload();
        awaitSent("documents", expired);
        try (Admin admin = admin()) {
            admin.deleteRecords(ends(admin).entrySet().stream()
                            .collect(toMap(Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue()))))
                    .all()
                    .get();
        }
        startAuditService();
        await().atMost(NAMED_WITHIN)
                .untilAsserted(() -> assertThat(trail().entries())
                        .extracting(AuditEntry::type)
                        .contains("OFFSET_GAP"));

        // and an event that the log skips
        auditService.close();
        String skipped = upload();
        awaitSent("documents", skipped);
        try (Admin admin = admin()) {
            skip(ends(admin));
        }
        startAuditService();

        // then the report names each of them, by stream and number
        await().atMost(NAMED_WITHIN)
                .untilAsserted(() -> assertThat(missing())
                        .containsEntry(neverSent, "1..1")
                        .containsEntry(expired, "1..1")
                        .containsEntry(skipped, "1..1")
                        .containsEntry(read.getString("producer"), read.getLong("last") + ".." + read.getLong("last"))
                        .hasSize(4));

        // and the entries in the log are untouched
        assertThat(trail().verdict()).matches(Verdict::isGood);
    }

    private String upload() throws IOException, InterruptedException {
        HttpResponse<byte[]> taken = patient.upload("report.pdf", Pdf.ofSize(1_000, 1), "LAB_REPORT");
        assertThat(taken.statusCode()).isEqualTo(202);
        return ApiClient.json(taken).get("documentId").asString();
    }

    private void awaitSent(String collection, String id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> collection(collection)
                                .find(Filters.and(Filters.eq("_id", id), waiting()))
                                .first()
                        == null);
    }

    private void forget(String collection, Bson which) {
        assertThat(collection(collection)
                        .updateMany(
                                which,
                                Updates.combine(
                                        Updates.unset("pendingEvents"),
                                        Updates.unset("outbox"),
                                        Updates.unset("lease")))
                        .getModifiedCount())
                .isPositive();
    }

    private void skip(Map<TopicPartition, Long> ends) {
        List<Document> offsets = ends.entrySet().stream()
                .map(end -> new Document("topic", end.getKey().topic())
                        .append("partition", end.getKey().partition())
                        .append("next", end.getValue()))
                .toList();
        assertThat(collection("auditLog")
                        .updateOne(Filters.eq("_id", "log"), Updates.set("offsets", offsets))
                        .getModifiedCount())
                .isEqualTo(1);
    }

    private Map<String, String> missing() throws IOException, InterruptedException {
        JsonNode report = ApiClient.json(api.get(
                ports.local(Port.AUDIT).resolve("/api/audit/reports/completeness"),
                "Authorization",
                "Bearer " + auditor));
        Map<String, String> missing = new HashMap<>();
        report.get("missing")
                .forEach(item -> missing.put(
                        item.get("stream").asString(),
                        item.get("from").asLong() + ".." + item.get("to").asLong()));
        return missing;
    }

    private AuditTrail trail() throws IOException, InterruptedException {
        return new AuditTrail(ports.local(Port.AUDIT), api, auditor);
    }

    private static Bson waiting() {
        return Filters.eq("outbox", "PENDING");
    }

    private MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = admin
                .describeTopics(
                        Arrays.stream(Topics.values()).map(Topics::topicName).toList())
                .allTopicNames()
                .get()
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private void startBroker() {
        broker = new EmbeddedBroker(data.resolve("broker"), ports.number(Port.KAFKA));
        broker.start();
    }

    private void startApiService() throws InterruptedException {
        apiService = started(Port.API);
    }

    private void startAuditService() throws InterruptedException {
        auditService = started(Port.AUDIT);
    }

    private EmbeddedService started(Port port) throws InterruptedException {
        try (StartProgress progress = new StartProgress(line -> {}, StartProgress.INTERVAL)) {
            EmbeddedService started = new EmbeddedService(service(port), settings(), progress).start();
            new ReadinessProbe(Duration.ofMinutes(5)).await(port.name(), ports.local(port), reason -> {});
            return started;
        }
    }

    private static Service service(Port port) {
        return Service.IN_ORDER_OF_STOPPING.stream()
                .filter(service -> service.port() == port)
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> settings() {
        URI own = ports.local(Port.API);
        return Map.ofEntries(
                Map.entry(Port.API.setting(), Integer.toString(ports.number(Port.API))),
                Map.entry(Port.AUDIT.setting(), Integer.toString(ports.number(Port.AUDIT))),
                Map.entry("HEALTHPASSPORT_PUBLIC_URL", own.toString()),
                Map.entry(
                        "HEALTHPASSPORT_JWKS_URL",
                        own.resolve("/.well-known/jwks.json").toString()),
                Map.entry("HEALTHPASSPORT_KEYS_FOLDER", data.resolve("keys").toString()),
                Map.entry("HEALTHPASSPORT_KEYS_CREATE_MISSING", "true"),
                Map.entry("HEALTHPASSPORT_ADMIN_EMAIL", "admin@localhost"),
                Map.entry("HEALTHPASSPORT_SECOND_FACTOR_REQUIRED", "false"),
                Map.entry("HEALTHPASSPORT_ADMIN_PASSWORD", ApiClient.PASSWORD),
                Map.entry(
                        "HEALTHPASSPORT_STAGING_URL",
                        data.resolve("staged").toUri().toString()),
                Map.entry("STORAGE_URL", data.resolve("objects").toUri().toString()),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.number(Port.KAFKA)),
                Map.entry("MONGODB_URI", store.connectionString(DATABASE)),
                Map.entry("healthpassport.audit.completeness.interval", "1s"),
                // The writer may need this long to notice records of a new partition.
                Map.entry("healthpassport.audit.completeness.patience", "12s"));
    }

    private static Map<Port, Integer> anyPorts() {
        Map<Port, Integer> any = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            any.put(port, 0);
        }
        return any;
    }
}
