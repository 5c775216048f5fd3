package org.healthpassport.aggregates.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Counter;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.events.Event;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

@TestInstance(Lifecycle.PER_CLASS)
class OutboxRelayTest {
    private static final int COUNTERS = 60;
    private static final int STEPS = 50;

    private static StoreAndBus real;

    private final List<OutboxRelay> relays = new ArrayList<>();

    @BeforeAll
    void start() {
        real = open();
        // The counters of other classes have events that nobody is to send.
        real.mongo().remove(new Query(), Counter.KIND.collection()).block(Duration.ofSeconds(20));
    }

    StoreAndBus open() {
        return StoreAndBus.shared();
    }

    @AfterEach
    void closeRelays() {
        relays.forEach(OutboxRelay::close);
    }

    @Test
    void shouldLoseNothingAndKeepOrderWhenAcknowledgementsAreLostAndRelaysRace() {
        // given three instances whose acknowledgements are lost, late, or never come as nothing was sent
        List<Aggregates<Counter>> instances = IntStream.range(0, 3)
                .mapToObj(instance -> instance("racing-" + instance, unreliable(real.publisher())))
                .toList();
        List<String> ids = newCounters(instances.get(0), COUNTERS);

        // when each counter is stepped many times, on all instances at once
        Flux.range(0, COUNTERS * STEPS)
                .flatMap(step -> stepUntilTaken(instances.get(step % 3), ids.get(step % COUNTERS)), 64)
                .blockLast(Duration.ofSeconds(60));

        // then each counter's events arrive without a gap, old ones repeated at most
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 0);
        Map<String, Long> last = lastSequences(ids);
        assertThat(ids).allSatisfy(id -> assertThat(last).containsEntry(id, 1L + STEPS));
    }

    @Test
    void shouldSendWhatADeadInstanceLeftBehind() {
        // given an instance that saves and dies before it sends
        Aggregates<Counter> dead = instance("dead", event -> new CompletableFuture<>());
        List<String> ids = newCounters(dead, 20);
        closeRelays();

        // when another instance runs
        instance("survivor", real.publisher());

        // then it takes over
        await().atMost(Duration.ofSeconds(20)).until(() -> waiting() == 0);
        assertThat(lastSequences(ids)).hasSize(20).containsValue(1L);
    }

    @Test
    void shouldSendEachEventOnlyAfterTheOneBeforeWasAcknowledgedAlsoAfterAFailure() {
        // given a counter with four waiting events, the second of which fails once
        Aggregates<Counter> dead = instance("dead-with-four", event -> new CompletableFuture<>());
        String id = newCounters(dead, 1).get(0);
        Flux.range(0, 3).concatMap(step -> stepUntilTaken(dead, id)).blockLast(Duration.ofSeconds(20));
        closeRelays();
        List<Long> asked = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> second = new CompletableFuture<>();

        // when
        instance("in-order", event -> {
            if (!event.event().subject().equals(id)) {
                return real.publisher().publish(event);
            }
            asked.add(event.event().sequence());
            return asked.size() == 2 ? second : real.publisher().publish(event);
        });

        // then the others wait for the second, and none overtakes it when it has failed
        await().atMost(Duration.ofSeconds(20)).until(() -> asked.size() >= 2);
        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(asked).containsExactly(1L, 2L));
        second.completeExceptionally(new IllegalStateException("not sent"));
        await().atMost(Duration.ofSeconds(20)).until(() -> waiting() == 0);
        assertThat(asked).containsExactly(1L, 2L, 2L, 3L, 4L);
        assertThat(records(List.of(id))).extracting(Event::sequence).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldSendEverythingOnceAndAtOnceWhenNothingFails() {
        // given
        Aggregates<Counter> counters = instance("only", real.publisher());

        // when
        List<String> ids = newCounters(counters, 200);

        // then nothing had to wait for the sweep's two seconds
        await().atMost(Duration.ofMillis(1_500)).until(() -> waiting() == 0);
        assertThat(records(ids)).hasSize(200);
    }

    private Aggregates<Counter> instance(String name, EventPublisher publisher) {
        OutboxRelay relay = OutboxTestAccess.relay(name, real, publisher);
        relays.add(relay);
        relay.start();
        return new AggregateStore(
                        real.mongo(),
                        real.keyRing(),
                        relay,
                        real.stamps(),
                        real.macs(),
                        real.heads(),
                        real.ids(),
                        real.alarm(),
                        real.clock())
                .of(Counter.KIND);
    }

    private List<String> newCounters(Aggregates<Counter> counters, int count) {
        String subjectId = real.ids().next();
        real.keyRing().create(subjectId).block(Duration.ofSeconds(20));
        return Flux.range(0, count)
                .map(number -> real.ids().next())
                .delayUntil(id -> counters.create(id, new Counter(subjectId, 0), Counter.stepped(id, subjectId)))
                .collectList()
                .block(Duration.ofSeconds(20));
    }

    private static Mono<?> stepUntilTaken(Aggregates<Counter> counters, String id) {
        return counters.change(id, Counter::step)
                .retryWhen(Retry.backoff(100, Duration.ofMillis(5)).maxBackoff(Duration.ofMillis(100)));
    }

    private static EventPublisher unreliable(EventPublisher publisher) {
        return event -> switch (ThreadLocalRandom.current().nextInt(40)) {
            case 0 -> CompletableFuture.failedFuture(new IllegalStateException("never sent"));
            case 1, 2 ->
                publisher
                        .publish(event)
                        .thenCompose(sent ->
                                CompletableFuture.failedFuture(new IllegalStateException("acknowledgement lost")));
            case 3 ->
                publisher
                        .publish(event)
                        .thenComposeAsync(
                                CompletableFuture::completedFuture,
                                CompletableFuture.delayedExecutor(2_500, TimeUnit.MILLISECONDS));
            default -> publisher.publish(event);
        };
    }

    private static long waiting() {
        return real.mongo()
                .count(query(where(OutboxFields.MARK).is(OutboxFields.PENDING)), Counter.KIND.collection())
                .block(Duration.ofSeconds(20));
    }

    /** The last sequence number of each aggregate; fails where one is missing before it. */
    private static Map<String, Long> lastSequences(List<String> ids) {
        Map<String, Long> last = new HashMap<>();
        for (Event event : records(ids)) {
            long before = last.getOrDefault(event.subject(), 0L);
            if (event.sequence() > before) {
                assertThat(event.sequence()).as("next of %s", event.subject()).isEqualTo(before + 1);
                last.put(event.subject(), event.sequence());
            }
        }
        return last;
    }

    private static List<Event> records(List<String> ids) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", real.bootstrapServers());
        List<Event> events = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.PATIENT.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (ids.contains(subject(record))) {
                        events.add(real.macs().read(record));
                    }
                }
            }
        }
        return events;
    }

    /** Read before the MAC is checked, as other tests of this broker send forged records. */
    private static String subject(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader("ce_subject").value(), UTF_8);
    }
}
