package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.events.EventType;
import org.healthpassport.standalone.network.Port;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Somebody who wrote anything into {@code pendingEvents} holds up no request, no event behind it, and no round. */
class DamagedEventsTest {
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final String RECORDS = "records";

    @TempDir
    Path data;

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private ServicesUnderTest services;
    private String patientId;
    private Caller patient;

    @BeforeEach
    void start() throws Exception {
        services = new ServicesUnderTest(data, ServicesUnderTest.QUICK_ROUNDS);
        services.start(List.of(Port.API, Port.AUDIT));
        ApiClient.Patient registered = services.api().newPatient();
        patientId = registered.patientId();
        patient = new Caller(services.api(), services.api().login(registered.email()));
        said.start();
        root.addAppender(said);
    }

    @AfterEach
    void stop() {
        root.detachAppender(said);
        services.close();
    }

    @Test
    void shouldHoldUpNobody() throws Exception {
        // given records with anything in their waiting events
        Map<String, @Nullable Object> damages = new HashMap<>();
        damages.put("a text", "text");
        damages.put("a number", 7);
        damages.put("a document", new Document("0", new Document("eventId", "x")));
        damages.put("null", null);
        damages.put("no documents", List.of("text", 7L, List.of()));
        damages.put("nothing in it", List.of(new Document()));
        damages.put("an unknown type", List.of(event().append("type", "org.healthpassport.of.the.future.v1")));
        damages.put(
                "fields of other types", List.of(event().append("eventId", 1).append("time", "now")));
        damages.put("a time far away", List.of(event().append("time", new Date(Long.MAX_VALUE))));
        damages.put("a time long ago", List.of(event().append("time", new Date(Long.MIN_VALUE))));
        damages.put("many", Collections.nCopies(10_000, event()));
        damages.put("large", Collections.nCopies(8, event().append("payload", new Binary(new byte[1 << 20]))));
        Map<String, String> records = new HashMap<>();
        for (String name : damages.keySet()) {
            records.put(name, patient.newRecord(patientId));
        }
        String deleted = patient.newRecord(patientId);
        await().atMost(WITHIN).until(() -> services.collection(RECORDS).countDocuments(Filters.exists("outbox")) == 0);
        damages.forEach((name, damage) -> services.collection(RECORDS)
                .updateOne(
                        Filters.eq("_id", records.get(name)),
                        Updates.combine(
                                Updates.set("pendingEvents", damage),
                                Updates.set("outbox", "PENDING"),
                                Updates.set("lease", name))));
        String later = Instant.now().plusSeconds(5).toString();

        // when each of them is read and changed, and a whole record is deleted behind the back of everybody
        for (String id : records.values()) {
            patient.get(path(id));
            patient.call("PUT", path(id), Caller.allergy("Latex", id));
            patient.delete(path(id));
        }
        patient.newRecord(patientId);
        services.collection(RECORDS).deleteOne(Filters.eq("_id", deleted));

        // then all events behind the damage are in the log
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(services.trail().entries())
                        .filteredOn(entry -> entry.type().equals(EventType.RECORD_DELETED.ceType())
                                || entry.type().equals(EventType.RECORD_AMENDED.ceType()))
                        .hasSize(2 * damages.size()));
        assertThat(services.trail().entries())
                .extracting(AuditEntry::type)
                .doesNotContain("FORGED_EVENT", "UNPARSEABLE");
        assertThat(services.trail().verdict()).matches(Verdict::isGood);

        // and rounds go on, and find what is gone
        await().atMost(WITHIN).untilAsserted(() -> {
            JsonNode report = services.completeness();
            assertThat(report.path("checkedAt").asString("")).isGreaterThan(later);
            assertThat(report.path("roundEndedAt").asString("")).isGreaterThan(later);
            assertThat(report.get("findings")
                            .valueStream()
                            .map(found -> found.get("stream").asString()))
                    .containsExactly(deleted);
        });

        // and the log of the service names each of them once, without a stack trace
        List<ILoggingEvent> errors = List.copyOf(said.list).stream()
                .filter(line -> line.getLevel() == Level.ERROR)
                .toList();
        assertThat(errors).allSatisfy(line -> {
            assertThat(line.getThrowableProxy()).isNull();
            assertThat(line.getFormattedMessage()).hasSizeLessThan(1_000);
        });
        records.forEach((name, id) -> assertThat(errors)
                .as(name)
                .filteredOn(line -> line.getFormattedMessage().contains("waiting events of " + id))
                .hasSize(name.equals("null") ? 0 : 1));
    }

    /** With everything that can be had without keys. */
    private static Document event() {
        return new Document("eventId", "0199f1a4-0c58-7d41-9be2-7f06c5d83a14")
                .append("sequence", 98L)
                .append("type", EventType.RECORD_DELETED.ceType())
                .append("time", Date.from(Instant.now()))
                .append("subject", "somebody")
                .append("key", "somebody")
                .append("correlationId", "somebody")
                .append("payload", new Binary(new byte[] {0, 0, 0, 0, 1}))
                .append("stamp", new Binary(new byte[] {0, 0, 0, 0, 1}))
                .append("macs", new Document());
    }

    private String path(String recordId) {
        return "/api/patients/" + patientId + "/records/" + recordId;
    }
}
