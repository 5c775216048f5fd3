package org.healthpassport.aggregates.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.healthpassport.events.kafka.AttestedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The relay beside anything that somebody wrote into {@code pendingEvents}: a real store, and a bus that takes everything. */
class DamagedOutboxTest {
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Lease LEASE = new Lease("dead", 1);

    private final StoredOutbox outbox = new StoredOutbox();
    private final List<AttestedEvent> sent = new CopyOnWriteArrayList<>();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(OutboxRelay.class.getPackageName());
    private final OutboxRelay relay = new OutboxRelay(
            "own",
            outbox.mongo(),
            event -> {
                sent.add(event);
                return CompletableFuture.completedFuture(null);
            },
            new AttestedOutbox(StoredOutbox.MACS, meters),
            List.of());

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
        relay.watch(outbox.collection());
    }

    @AfterEach
    void close() {
        logger.detachAppender(said);
        relay.close();
    }

    @Test
    void shouldReportForgeriesOnceAndSendEverythingElse() {
        // given aggregates with forgeries before a genuine event
        Map<String, List<?>> forgeries = forgeries();
        forgeries.forEach((what, before) -> {
            List<Object> events = new ArrayList<>(before);
            events.add(StoredOutbox.pending(what, 3).toDocument());
            outbox.save(waiting(what, events));
        });

        // and aggregates with something else than a list of events
        Map<String, Object> noLists = Map.of(
                "text",
                "text",
                "number",
                7L,
                "document",
                new Document("0", StoredOutbox.pending("document", 1).toDocument()),
                "bytes",
                new Binary(new byte[9]));
        noLists.forEach((what, value) -> outbox.save(waiting(what, value)));
        outbox.save(waiting("null", null));
        outbox.save(new Document("_id", new ObjectId())
                .append(OutboxFields.MARK, OutboxFields.PENDING)
                .append(OutboxFields.EVENTS, List.of()));

        // when
        relay.start();

        // then
        List<String> genuine =
                forgeries.keySet().stream().map(what -> what + "-3").toList();
        await().atMost(WITHIN).untilAsserted(() -> assertThat(ids()).containsExactlyInAnyOrderElementsOf(genuine));
        await().during(Duration.ofSeconds(2)).atMost(WITHIN).until(() -> sent.size() == genuine.size());
        assertThat(relay.waiting(1).block(WITHIN)).isEmpty();
        forgeries.forEach((what, before) -> assertThat(outbox.stored(what).get(OutboxFields.EVENTS))
                .as(what)
                .isEqualTo(before));
        noLists.forEach((what, value) ->
                assertThat(outbox.stored(what).get(OutboxFields.EVENTS)).isEqualTo(value));

        // and each aggregate is named once, without anything of what somebody wrote
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(forgeries.size() + noLists.size())
                .allMatch(line -> line.length() < 400);
        Stream.concat(forgeries.keySet().stream(), noLists.keySet().stream())
                .forEach(what -> assertThat(said.list)
                        .filteredOn(line -> line.getFormattedMessage().contains("waiting events of " + what + " in "))
                        .as(what)
                        .hasSize(1));
        assertThat(meters.counter("healthpassport.outbox.forged").count())
                .isEqualTo(noLists.size()
                        + forgeries.values().stream().mapToInt(List::size).sum());
    }

    /** By what is wrong. */
    private static Map<String, List<?>> forgeries() {
        Map<String, List<?>> forgeries = new HashMap<>();
        forgeries.put("no document", List.of("text"));
        forgeries.put("no document either", List.of(List.of()));
        forgeries.put("nothing in it", List.of(new Document()));
        forgeries.put("nothing but an unknown type", List.of(new Document("type", "of.the.future.v1")));
        forgeries.put("an unknown type", List.of(changed("type", "org.healthpassport.of.the.future.v1")));
        forgeries.put("no type", List.of(changed("type", null)));
        forgeries.put("a type that is no text", List.of(changed("type", 7)));
        forgeries.put("an unknown schema", List.of(changed("payload", new Binary(new byte[] {0, 0x7f, 0, 0, 0}))));
        forgeries.put("no payload", List.of(changed("payload", new Binary(new byte[0]))));
        forgeries.put("another number", List.of(changed("sequence", 99L)));
        forgeries.put("a number that is no long", List.of(changed("sequence", 1)));
        forgeries.put("a negative number", List.of(changed("sequence", Long.MIN_VALUE)));
        forgeries.put("a time far away", List.of(changed("time", new Date(Long.MAX_VALUE))));
        forgeries.put("a time long ago", List.of(changed("time", new Date(Long.MIN_VALUE))));
        forgeries.put("a time that is no date", List.of(changed("time", "2026")));
        forgeries.put("no stamp", List.of(changed("stamp", null)));
        forgeries.put("another stamp", List.of(changed("stamp", new Binary(new byte[] {1}))));
        forgeries.put("no MACs", List.of(changed("macs", null)));
        forgeries.put("MACs that are no document", List.of(changed("macs", List.of())));
        forgeries.put("a wrong MAC for one reader", List.of(wrongMac()));
        forgeries.put("a long id", List.of(changed("eventId", "x".repeat(1 << 20))));
        forgeries.put(
                "ten elements of 1 MiB", Collections.nCopies(10, changed("payload", new Binary(new byte[1 << 20]))));
        forgeries.put("10,000 elements", Collections.nCopies(10_000, changed("sequence", 98L)));
        return forgeries;
    }

    @Test
    void shouldWaitForTheVersionThatWroteAnEventAndSayOnceThatItDoes() {
        // given genuine events around one of an unknown type, and in another aggregate one of an unknown schema
        outbox.save(waiting(
                "1",
                List.of(
                        StoredOutbox.pending("1", 1).toDocument(),
                        StoredOutbox.ofNewerVersion("1", 2),
                        StoredOutbox.pending("1", 3).toDocument())));
        Document schema = StoredOutbox.attestedAgain(
                StoredOutbox.pending("2", 1).toDocument().append("payload", new Binary(new byte[] {0, 0x7f, 0, 0, 0})));
        outbox.save(waiting("2", List.of(schema, StoredOutbox.pending("2", 2).toDocument())));

        // when
        relay.start();

        // then
        await().atMost(WITHIN).untilAsserted(() -> assertThat(ids()).containsExactly("1-1"));
        await().during(Duration.ofSeconds(3)).atMost(WITHIN).until(() -> sent.size() == 1);
        assertThat(outbox.stored("1").getList(OutboxFields.EVENTS, Document.class))
                .extracting(event -> event.get("eventId"))
                .containsExactly("1-2", "1-3");
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(2)
                .allMatch(line -> line.contains("newer version of this service"))
                .anyMatch(line -> line.contains("waiting event 1-2 of 1"))
                .anyMatch(line -> line.contains("waiting event 2-1 of 2"));
        assertThat(meters.counter("healthpassport.outbox.forged").count()).isZero();
    }

    @Test
    void shouldSendNothingNewBeforeAnEventOfANewerVersion() {
        // given
        outbox.save(waiting("1", List.of(StoredOutbox.ofNewerVersion("1", 1))));
        relay.start();

        // when
        relay.nudge(
                outbox.aggregate("1"),
                List.of(StoredOutbox.ofNewerVersion("1", 1)),
                List.of(StoredOutbox.pending("1", 2)),
                LEASE);

        // then
        await().during(Duration.ofSeconds(1)).atMost(WITHIN).until(sent::isEmpty);
    }

    private static Document waiting(String id, @Nullable Object events) {
        return new Document("_id", id)
                .append(OutboxFields.MARK, OutboxFields.PENDING)
                .append(OutboxFields.EVENTS, events)
                .append(OutboxFields.LEASE, LEASE.toDocument());
    }

    /** A genuine event of which one field was changed. */
    private static Document changed(String field, @Nullable Object value) {
        return StoredOutbox.pending("1", 1).toDocument().append(field, value);
    }

    private static Document wrongMac() {
        Document event = StoredOutbox.pending("1", 1).toDocument();
        event.get("macs", Document.class).append("audit-service", new Binary(new byte[32]));
        return event;
    }

    private List<String> ids() {
        return sent.stream().map(attested -> attested.event().id()).toList();
    }
}
