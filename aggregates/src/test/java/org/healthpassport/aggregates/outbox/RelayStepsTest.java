package org.healthpassport.aggregates.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.events.kafka.AttestedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The single steps of the relay, with a real store and a bus that acknowledges when the test wants it. */
class RelayStepsTest {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    /** Less than the sweep's patience. */
    private static final Duration AT_ONCE = Duration.ofMillis(1_500);

    private static final Lease OWN = new Lease("own", 1);

    private final StoredOutbox outbox = new StoredOutbox();
    private final List<AttestedEvent> asked = new CopyOnWriteArrayList<>();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<CompletableFuture<Void>> answers = new CopyOnWriteArrayList<>();
    private final List<OutboxRelay> relays = new ArrayList<>();

    @AfterEach
    void close() {
        relays.forEach(OutboxRelay::close);
    }

    @Test
    void shouldSendOneAfterTheOtherAndThenRemoveThem() {
        // given
        OutboxRelay relay = relay(this::ask);
        List<PendingEvent> events = outbox.save("1", OWN, 1, 2);

        // when
        relay.nudge(outbox.aggregate("1"), events, OWN);
        relay.nudge(outbox.aggregate("1"), events, OWN);

        // then
        await().atMost(AT_ONCE).until(() -> asked.size() == 1);
        assertThat(isSent("1")).isFalse();
        answers.get(0).complete(null);
        await().atMost(AT_ONCE).until(() -> asked.size() == 2);
        answers.get(1).complete(null);
        await().atMost(AT_ONCE).until(() -> isSent("1"));
        assertThat(ids()).containsExactly("1-1", "1-2");
    }

    @Test
    void shouldSendAtOnceWhatCameWhileTheFirstWereSent() {
        // given
        OutboxRelay relay = relay(this::ask);
        relay.nudge(outbox.aggregate("1"), outbox.save("1", OWN, 1), OWN);
        await().atMost(WITHIN).until(() -> asked.size() == 1);

        // when
        List<PendingEvent> both = outbox.save("1", OWN, 1, 2);
        relay.nudge(outbox.aggregate("1"), both, OWN);
        answers.get(0).complete(null);

        // then
        await().atMost(AT_ONCE).until(() -> asked.size() == 2);
        answers.get(1).complete(null);
        await().atMost(AT_ONCE).until(() -> isSent("1"));
        assertThat(ids()).containsExactly("1-1", "1-2");
    }

    @Test
    void shouldSendAtOnceWhatAnotherInstanceLeftToItMeanwhile() {
        // given
        OutboxRelay relay = relay(this::ask);
        relay.nudge(outbox.aggregate("1"), outbox.save("1", OWN, 1), OWN);
        await().atMost(WITHIN).until(() -> asked.size() == 1);

        // when another one, which saw this one's lease, saves without a nudge
        outbox.save("1", OWN, 1, 2);
        answers.get(0).complete(null);

        // then
        await().atMost(AT_ONCE).until(() -> asked.size() == 2);
        answers.get(1).complete(null);
        await().atMost(AT_ONCE).until(() -> isSent("1"));
        assertThat(ids()).containsExactly("1-1", "1-2");
    }

    @Test
    void shouldSendIndependentEventsTogetherAndThoseThatFailedAgain() {
        // given
        OutboxRelay relay = relay(this::ask);
        relay.watchIndependent(outbox.collection());

        // when
        relay.nudge(outbox.aggregate("1"), outbox.save("1", OWN, 1, 2, 3), OWN);

        // then
        await().atMost(AT_ONCE).until(() -> asked.size() == 3);
        answers.get(1).completeExceptionally(new IllegalStateException("not sent"));
        answers.get(0).complete(null);
        answers.get(2).complete(null);
        await().atMost(WITHIN).until(() -> asked.size() == 4);
        assertThat(asked.get(3).event().id()).isEqualTo("1-2");
        answers.get(3).complete(null);
        await().atMost(WITHIN).until(() -> isSent("1"));
    }

    @Test
    void shouldLeaveToOthersWhatTheyHoldUntilTheyDoNothingForTwoSeconds() {
        // given
        OutboxRelay relay = relay(RelayStepsTest::acknowledge);
        Lease foreign = new Lease("another", 4);
        List<PendingEvent> events = outbox.save("1", foreign, 1);
        List<PendingEvent> own = outbox.save("2", OWN, 1);

        // when
        relay.nudge(outbox.aggregate("1"), events, null);
        relay.nudge(outbox.aggregate("2"), own, OWN);

        // then
        await().atMost(AT_ONCE).until(() -> isSent("2"));
        await().during(AT_ONCE).atMost(WITHIN).until(() -> !isSent("1"));
        await().atMost(WITHIN).until(() -> isSent("1"));
    }

    @Test
    void shouldLeaveToOthersWhatTheyTookOverMeanwhile() {
        // given
        OutboxRelay relay = relay(this::ask);
        relay.nudge(outbox.aggregate("1"), outbox.save("1", OWN, 1), OWN);
        await().atMost(WITHIN).until(() -> asked.size() == 1);

        // when
        outbox.save("1", new Lease("another", 2), 1, 2);
        answers.get(0).complete(null);

        // then
        await().during(Duration.ofMillis(800)).atMost(WITHIN).until(() -> asked.size() == 1);
    }

    @Test
    void shouldSayOnceThatKafkaIsAwayAndOnceThatItIsBack() {
        // given
        Logger logger = (Logger) LoggerFactory.getLogger(OutboxRelay.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        AtomicBoolean away = new AtomicBoolean(true);
        OutboxRelay relay = relay(event -> {
            asked.add(event);
            return away.get()
                    ? CompletableFuture.failedFuture(new IllegalStateException("away"))
                    : CompletableFuture.completedFuture(null);
        });

        // when
        try {
            relay.nudge(outbox.aggregate("1"), outbox.save("1", OWN, 1), OWN);
            relay.nudge(outbox.aggregate("2"), outbox.save("2", OWN, 1), OWN);
            await().atMost(WITHIN).until(() -> asked.size() == 2);
            away.set(false);
            await().atMost(WITHIN).until(() -> isSent("1") && isSent("2"));
        } finally {
            logger.detachAppender(said);
        }

        // then
        assertThat(said.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
    }

    @Test
    void shouldSendTheRestLaterIfOneFails() {
        // given
        OutboxRelay relay = relay(event -> {
            asked.add(event);
            return asked.size() == 2
                    ? CompletableFuture.failedFuture(new IllegalStateException("not sent"))
                    : CompletableFuture.completedFuture(null);
        });

        // when
        relay.nudge(outbox.aggregate("1"), outbox.save("1", OWN, 1, 2, 3), OWN);

        // then
        await().atMost(WITHIN).until(() -> isSent("1"));
        assertThat(ids()).containsExactly("1-1", "1-2", "1-2", "1-3");
    }

    @Test
    void shouldSweepWhatNobodySent() {
        // given a bus that refuses the first time
        relay(event -> {
            asked.add(event);
            return asked.size() == 1
                    ? CompletableFuture.failedFuture(new IllegalStateException("not sent"))
                    : CompletableFuture.completedFuture(null);
        });

        // when
        outbox.save("1", null, 1);

        // then
        await().atMost(WITHIN).until(() -> isSent("1"));
        assertThat(ids()).containsExactly("1-1", "1-1");
    }

    @Test
    void shouldSendNothingWithoutEventsAndNothingTwiceOfManyAtOnce() {
        // given
        OutboxRelay relay = relay(RelayStepsTest::acknowledge);
        relay.nudge(outbox.aggregate("none"), List.of(), OWN);

        // when
        IntStream.range(0, 300).forEach(i -> {
            List<PendingEvent> events = outbox.save("a" + i, OWN, 1);
            relay.nudge(outbox.aggregate("a" + i), events, OWN);
        });

        // then
        await().atMost(WITHIN).until(() -> IntStream.range(0, 300).allMatch(i -> isSent("a" + i)));
    }

    @Test
    void shouldNotSendWhatSomebodyWroteIntoTheDatabaseAndNotWaitForIt() {
        // given a document with a genuine event behind one that was changed and one that never was genuine
        PendingEvent genuine = StoredOutbox.pending("1", 3);
        Document changed = StoredOutbox.pending("1", 1).toDocument().append("subject", "another");
        Document invented = StoredOutbox.pending("1", 2).toDocument();
        invented.remove("macs");
        Document cut = StoredOutbox.pending("1", 4).toDocument().append("payload", new Binary(new byte[0]));
        outbox.save(new Document("_id", "1")
                .append(OutboxFields.MARK, OutboxFields.PENDING)
                .append(
                        OutboxFields.EVENTS,
                        List.of(changed, invented, cut, new Document("type", 7), "nonsense", genuine.toDocument())));

        // when
        relay(event -> {
            asked.add(event);
            return CompletableFuture.completedFuture(null);
        });

        // then
        await().atMost(WITHIN)
                .until(() -> outbox.stored("1")
                                .getList(OutboxFields.EVENTS, Object.class)
                                .size()
                        == 5);
        assertThat(ids()).containsExactly("1-3");
        await().during(Duration.ofSeconds(3)).atMost(WITHIN).until(() -> asked.size() == 1);
        assertThat(outbox.stored("1").get(OutboxFields.MARK)).isEqualTo(OutboxFields.PENDING);
        assertThat(meters.counter("healthpassport.outbox.forged").count()).isEqualTo(5);
    }

    @Test
    void shouldTellNobodyOfEventsThatSomebodyElseWrote() {
        // given
        OutboxRelay relay = relay(this::ask);
        Document forged = StoredOutbox.pending("1", 1).toDocument().append("macs", new Document());

        // when
        relay.nudge(outbox.aggregate("1"), List.of(forged), List.of(StoredOutbox.pending("1", 2)), OWN);

        // then
        await().atMost(AT_ONCE).until(() -> asked.size() == 1);
        assertThat(ids()).containsExactly("1-2");
    }

    @Test
    void shouldStopSendingWhenItIsClosed() {
        // given
        OutboxRelay relay = relay(this::ask);
        relay.close();

        // when
        relay.nudge(outbox.aggregate("1"), outbox.save("1", OWN, 1), OWN);

        // then
        await().during(Duration.ofMillis(300)).atMost(WITHIN).until(asked::isEmpty);
        assertThat(relay.instance()).isEqualTo("own");
    }

    @Test
    void shouldMakeTheIndexOfItsSweep() {
        relay(this::ask).createIndex(outbox.collection()).block(WITHIN);

        assertThat(outbox.mongo()
                        .indexOps(outbox.collection())
                        .getIndexInfo()
                        .any(index -> index.getName().equals("outbox"))
                        .block(WITHIN))
                .isTrue();
    }

    private OutboxRelay relay(EventPublisher publisher) {
        OutboxRelay relay = new OutboxRelay(
                "own", outbox.mongo(), publisher, new AttestedOutbox(StoredOutbox.MACS, meters), List.of());
        relays.add(relay);
        relay.watch(outbox.collection());
        relay.start();
        return relay;
    }

    private CompletableFuture<Void> ask(AttestedEvent event) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        answers.add(answer);
        asked.add(event);
        return answer;
    }

    private static CompletableFuture<Void> acknowledge(AttestedEvent event) {
        return CompletableFuture.completedFuture(null);
    }

    private List<String> ids() {
        return asked.stream().map(attested -> attested.event().id()).toList();
    }

    private boolean isSent(String id) {
        Document stored = outbox.stored(id);
        return !stored.containsKey(OutboxFields.MARK);
    }
}
