package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.standalone.ApiClient.Patient;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Somebody who can write to Kafka and to the database, but has no keys, makes nobody act, and is noticed. */
class ForgedEventsTest {
    private static final Duration WITHIN = Duration.ofMinutes(1);

    @TempDir
    Path data;

    private ServicesUnderTest services;
    private ApiClient api;
    private Patient patient;
    private String documentId;
    private byte[] report;

    @BeforeEach
    void start() throws Exception {
        services = new ServicesUnderTest(data, Map.of());
        services.start(List.of(Port.API, Port.AUDIT, Port.DOCUMENT_WORKER));
        api = services.api();
        patient = api.newPatient();
        report = Pdf.ofSize(10_000, 1);
        HttpResponse<byte[]> taken = patient.upload("report.pdf", report, "LAB_REPORT");
        documentId = ApiClient.json(taken).get("documentId").asString();
        await().atMost(WITHIN).until(() -> patient.status(documentId).equals("STORED"));
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldNotDestroyADocumentAndNotSayThatThePatientDidIt() throws Exception {
        // given a genuine event of the document, of which an attacker can take everything
        ConsumerRecord<String, byte[]> genuine = services.records(Topics.PATIENT).stream()
                .filter(record -> documentId.equals(text(record, "ce_subject")))
                .findFirst()
                .orElseThrow();
        byte[] deletion = EventCodec.encode(new DocumentDeleted(documentId, patient.patientId(), null));

        // when a deletion is written to Kafka, and one into the document itself
        services.send(List.of(forged(genuine, deletion)));
        services.collection("documents")
                .updateOne(
                        Filters.eq("_id", documentId),
                        Updates.combine(
                                Updates.push("pendingEvents", pending(genuine, deletion)),
                                Updates.set("outbox", "PENDING")));

        // then the log names the first as a forgery, and no entry says that the document was deleted
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(services.trail().entries())
                        .extracting(AuditEntry::type)
                        .contains("FORGED_EVENT"));
        JsonNode letter = await().atMost(WITHIN)
                .until(this::deadLetter, Optional::isPresent)
                .orElseThrow();
        assertThat(letter.get("kind").asString()).isEqualTo("FORGED");

        // and the document is still there, whole, and what happens to it next is sent
        assertThat(patient.content(documentId).body()).isEqualTo(report);
        assertThat(stored()).isPositive();
        assertThat(patient.delete(documentId).statusCode()).isEqualTo(204);
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(services.trail().entries().stream()
                                .filter(entry -> entry.type().equals(EventType.DOCUMENT_DELETED.ceType())))
                        .hasSize(1));
        await().atMost(WITHIN).until(() -> stored() == 0);
        assertThat(services.collection("documents")
                        .find(Filters.eq("_id", documentId))
                        .first()
                        .getList("pendingEvents", Document.class))
                .hasSize(1);
        assertThat(services.trail().verdict()).matches(Verdict::isGood);

        // and the forgery can be discarded, and never replayed
        String address = "/api/admin/dead-letters/" + letter.get("id").asString();
        assertThat(post(address + "/replay", Map.of()).statusCode()).isEqualTo(409);
        assertThat(post(address + "/discard", Map.of("reason", "It is forged.")).statusCode())
                .isEqualTo(204);
    }

    /** The record that says that the document was deleted, with everything that can be had without keys. */
    private static ProducerRecord<String, byte[]> forged(ConsumerRecord<String, byte[]> genuine, byte[] deletion) {
        ProducerRecord<String, byte[]> forged =
                new ProducerRecord<>(genuine.topic(), genuine.partition(), genuine.key(), deletion);
        genuine.headers().forEach(forged.headers()::add);
        Map<String, String> changed = new HashMap<>(Map.of(
                "ce_id", UUID.randomUUID().toString(),
                "ce_type", EventType.DOCUMENT_DELETED.ceType(),
                "ce_sequence", "%019d".formatted(99),
                "ce_dataschema", "urn:healthpassport:schema:" + EventType.DOCUMENT_DELETED.schemaOf(deletion)));
        changed.forEach((name, value) -> forged.headers().remove(name).add(name, value.getBytes(UTF_8)));
        return forged;
    }

    private Document pending(ConsumerRecord<String, byte[]> genuine, byte[] deletion) {
        return new Document("eventId", UUID.randomUUID().toString())
                .append("sequence", 98L)
                .append("type", EventType.DOCUMENT_DELETED.ceType())
                .append("time", Date.from(Instant.now()))
                .append("subject", documentId)
                .append("key", genuine.key())
                .append("correlationId", text(genuine, "ce_correlationid"))
                .append("payload", new Binary(deletion))
                .append("stamp", new Binary(Base64.getDecoder().decode(text(genuine, "ce_auditstamp"))))
                .append("macs", new Document());
    }

    private Optional<JsonNode> deadLetter() throws IOException, InterruptedException {
        JsonNode items = ApiClient.json(api.get(
                        services.at(Port.API).resolve("/api/admin/dead-letters?consumer=document-worker"),
                        "Authorization",
                        "Bearer " + services.administrator()))
                .get("items");
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    }

    private HttpResponse<byte[]> post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return api.postJson(path, body, "Authorization", "Bearer " + services.administrator());
    }

    /** The number of stored objects. */
    private long stored() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("objects"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static String text(ConsumerRecord<String, byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), UTF_8);
    }
}
