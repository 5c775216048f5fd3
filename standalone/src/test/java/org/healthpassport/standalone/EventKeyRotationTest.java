package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.standalone.ApiClient.Patient;
import org.healthpassport.standalone.network.Port;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeyVersions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The keys of events are replaced while all services work, and nobody takes a genuine event for a forgery. */
class EventKeyRotationTest {
    private static final Duration WITHIN = Duration.ofMinutes(1);
    /** Each of the two waits takes 90 s, until every process must have read its keys again. */
    private static final Duration ROTATED_WITHIN = Duration.ofMinutes(6);

    private static final String KEYS = "/api/admin/event-keys";
    private static final String NAME = "api-service-document-worker";
    private static final String HEADER = "ce_macdocumentworker";

    @TempDir
    Path data;

    private ServicesUnderTest services;
    private ApiClient api;
    private Patient patient;
    private int stored;

    @BeforeEach
    void start() throws Exception {
        services = new ServicesUnderTest(data, Map.of("healthpassport.keys.backed-up-within", "0"));
        services.start(List.of(Port.API, Port.AUDIT, Port.DOCUMENT_WORKER, Port.QR_WORKER));
        api = services.api();
        patient = api.newPatient();
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldBelieveGenuineEventsBeforeDuringAndAfterARotationAndNoOldOneOfADestroyedKey() throws Exception {
        // given
        storeDocument();
        ConsumerRecord<String, byte[]> first = received();
        String old = keyOf(first);
        assertThat(old).isEqualTo(only(versions(), "PRIMARY"));

        // when documents come all the time
        assertThat(api.postJson(KEYS + "/rotations", Map.of(), "Authorization", authorization())
                        .statusCode())
                .isEqualTo(202);
        await().atMost(ROTATED_WITHIN).pollInterval(Duration.ofSeconds(5)).until(() -> {
            storeDocument();
            return list().get("rotation").get("state").asString().equals("DONE");
        });
        storeDocument();

        // then they are proven with the new version
        String used = only(versions(), "PRIMARY");
        assertThat(used).isNotEqualTo(old);
        assertThat(only(versions(), "OLD")).isEqualTo(old);
        assertThat(services.records(Topics.PATIENT).stream()
                        .filter(EventKeyRotationTest::isReceived)
                        .map(EventKeyRotationTest::keyOf)
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of(old, used));

        // and audit-service follows, with the keys that api-service does not have
        await().atMost(ROTATED_WITHIN).until(() -> {
            KeyVersions followed = keys().versions("api-service-audit-service");
            KeyVersions own = keys().versions("document-worker-audit-service");
            return own.primary() == followed.primary() && own.older().size() == 1;
        });
        storeDocument();

        // and everybody believed each of them
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(services.trail().entries().stream()
                                .filter(entry -> entry.type().equals(EventType.DOCUMENT_STORED.ceType())))
                        .hasSize(stored));
        assertThat(services.trail().entries()).extracting(AuditEntry::type).doesNotContain("FORGED_EVENT");
        assertThat(deadLetters()).isEmpty();

        // and the old version stays while Kafka has events that name it
        await().atMost(WITHIN).until(() -> version(old).has("usedBy"));
        assertThat(version(old).get("usedBy").get("records").asLong()).isPositive();
        assertThat(version(old).get("removable").asBoolean()).isFalse();
        assertThat(destroy(old)).isEqualTo(409);

        // when Kafka has none any more
        dropAllRecords();
        await().atMost(WITHIN.multipliedBy(3))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> version(old).get("removable").asBoolean());
        assertThat(destroy(old)).isEqualTo(204);

        // then an event that names it is a forgery, and holds up nobody
        await().atMost(WITHIN.multipliedBy(3))
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> {
                    // document-worker may hold the destroyed version for a minute.
                    services.send(List.of(again(first)));
                    return !deadLetters().isEmpty();
                });
        assertThat(deadLetters())
                .allSatisfy(letter -> assertThat(letter.get("kind").asString()).isEqualTo("FORGED"));
        storeDocument();
        assertThat(services.trail().verdict()).matches(Verdict::isGood);
    }

    /** A document goes from api-service to document-worker and back, and each step is an event. */
    private void storeDocument() throws IOException, InterruptedException {
        HttpResponse<byte[]> taken = patient.upload("report.pdf", Pdf.ofSize(10_000, ++stored), "LAB_REPORT");
        String id = ApiClient.json(taken).get("documentId").asString();
        await().atMost(WITHIN).until(() -> patient.status(id).equals("STORED"));
    }

    private ConsumerRecord<String, byte[]> received() {
        return services.records(Topics.PATIENT).stream()
                .filter(EventKeyRotationTest::isReceived)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isReceived(ConsumerRecord<String, byte[]> record) {
        return text(record, "ce_type").equals(EventType.DOCUMENT_RECEIVED.ceType());
    }

    /** The version of the key that a record names for document-worker. */
    private static String keyOf(ConsumerRecord<String, byte[]> record) {
        return Integer.toUnsignedString(ByteBuffer.wrap(Base64.getDecoder().decode(text(record, HEADER)))
                .getInt(1));
    }

    private static ProducerRecord<String, byte[]> again(ConsumerRecord<String, byte[]> record) {
        return new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers());
    }

    private static String text(ConsumerRecord<String, byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), UTF_8);
    }

    private JsonNode list() throws IOException, InterruptedException {
        return get(KEYS);
    }

    private List<JsonNode> versions() throws IOException, InterruptedException {
        List<JsonNode> versions = new ArrayList<>();
        StreamSupport.stream(list().get("keys").spliterator(), false)
                .filter(key -> key.get("name").asString().equals(NAME))
                .forEach(key -> key.get("versions").forEach(versions::add));
        return versions;
    }

    private JsonNode version(String id) throws IOException, InterruptedException {
        return versions().stream()
                .filter(version -> version.get("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String only(List<JsonNode> versions, String state) {
        List<String> found = versions.stream()
                .filter(version -> version.get("state").asString().equals(state))
                .map(version -> version.get("id").asString())
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private int destroy(String version) throws IOException, InterruptedException {
        return api.delete(KEYS + "/" + NAME + "/versions/" + version, "Authorization", authorization())
                .statusCode();
    }

    private List<JsonNode> deadLetters() throws IOException, InterruptedException {
        List<JsonNode> letters = new ArrayList<>();
        get("/api/admin/dead-letters").get("items").forEach(letters::add);
        return letters;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return ApiClient.json(api.get(services.at(Port.API).resolve(path), "Authorization", authorization()));
    }

    private MacKeyFolder keys() {
        return EventKeys.open(Service.AUDIT_SERVICE, data.resolve("keys"), FileProtection.NONE);
    }

    private String authorization() throws IOException, InterruptedException {
        return "Bearer " + services.administrator();
    }

    /** As after the time for which the topics keep their records. */
    private void dropAllRecords() throws Exception {
        try (Admin admin = Admin.create(services.kafka())) {
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
}
