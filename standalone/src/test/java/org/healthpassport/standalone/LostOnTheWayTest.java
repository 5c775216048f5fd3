package org.healthpassport.standalone;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.events.Topics;
import org.healthpassport.standalone.ApiClient.Patient;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A message can be lost at each hop between api-service and the audit log; audit-service names it each time. */
class LostOnTheWayTest {
    private static final Duration NAMED_WITHIN = Duration.ofMinutes(1);

    @TempDir
    Path data;

    private ServicesUnderTest services;
    private ApiClient api;
    private Patient patient;

    @BeforeEach
    void start() throws Exception {
        services = new ServicesUnderTest(
                data,
                Map.of(
                        "healthpassport.audit.completeness.interval",
                        "1s",
                        // The writer may need this long to notice records of a new partition.
                        "healthpassport.audit.completeness.patience",
                        "12s"));
        services.start(List.of(Port.API, Port.AUDIT));
        api = services.api();
        patient = api.newPatient();
        awaitSent("documents", upload());
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldNameWhatIsLostAtEachHop() throws Exception {
        // given an upload and a read whose events wait in MongoDB and never reach Kafka
        services.stopBroker();
        String neverSent = upload();
        assertThat(patient.document(neverSent).statusCode()).isEqualTo(200);
        Document read = await().until(
                        () -> services.collection("accessBatches")
                                .find(waiting())
                                .first(),
                        batch -> batch != null);
        // Its Kafka client would send the events in its buffer once the broker is back.
        services.stop(Port.API);
        forget("documents", Filters.eq("_id", neverSent));
        forget("accessBatches", waiting());
        services.startBroker();
        services.start(Port.API);

        // and an event that expires on Kafka before it is read
        services.stop(Port.AUDIT);
        String expired = upload();
        awaitSent("documents", expired);
        try (Admin admin = admin()) {
            admin.deleteRecords(ends(admin).entrySet().stream()
                            .collect(toMap(Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue()))))
                    .all()
                    .get();
        }
        services.start(Port.AUDIT);
        await().atMost(NAMED_WITHIN)
                .untilAsserted(() -> assertThat(services.trail().entries())
                        .extracting(AuditEntry::type)
                        .contains("OFFSET_GAP"));

        // and an event that the log skips
        services.stop(Port.AUDIT);
        String skipped = upload();
        awaitSent("documents", skipped);
        try (Admin admin = admin()) {
            skip(ends(admin));
        }
        services.start(Port.AUDIT);

        // then the report names each of them, by stream and number
        await().atMost(NAMED_WITHIN)
                .untilAsserted(() -> assertThat(missing())
                        .containsEntry(neverSent, "1..1")
                        .containsEntry(expired, "1..1")
                        .containsEntry(skipped, "1..1")
                        .containsEntry(read.getString("producer"), read.getLong("last") + ".." + read.getLong("last"))
                        .hasSize(4));

        // and the entries in the log are untouched
        assertThat(services.trail().verdict()).matches(Verdict::isGood);
    }

    private String upload() throws IOException, InterruptedException {
        HttpResponse<byte[]> taken = patient.upload("report.pdf", Pdf.ofSize(1_000, 1), "LAB_REPORT");
        assertThat(taken.statusCode()).isEqualTo(202);
        return ApiClient.json(taken).get("documentId").asString();
    }

    private void awaitSent(String collection, String id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> services.collection(collection)
                                .find(Filters.and(Filters.eq("_id", id), waiting()))
                                .first()
                        == null);
    }

    private void forget(String collection, Bson which) {
        assertThat(services.collection(collection)
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
        assertThat(services.collection("auditLog")
                        .updateOne(Filters.eq("_id", "log"), Updates.set("offsets", offsets))
                        .getModifiedCount())
                .isEqualTo(1);
    }

    private Map<String, String> missing() throws IOException, InterruptedException {
        JsonNode report = services.completeness();
        Map<String, String> missing = new HashMap<>();
        report.get("missing")
                .forEach(item -> missing.put(
                        item.get("stream").asString(),
                        item.get("from").asLong() + ".." + item.get("to").asLong()));
        return missing;
    }

    private static Bson waiting() {
        return Filters.eq("outbox", "PENDING");
    }

    private Admin admin() {
        return Admin.create(services.kafka());
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
}
