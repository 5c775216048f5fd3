package org.healthpassport.api.access.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bson.BsonDocument;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.aggregates.stamp.Correlation;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.access.LoggedIn;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.TestMacs;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.UncategorizedMongoDbException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class AccessWriterTest {
    private static final EventMacs MACS = TestMacs.of(Service.API_SERVICE);

    private static final Duration WITHIN = Duration.ofSeconds(20);

    /** The final content of the store: events by producer, in the order of their inserts. */
    private final Map<String, List<Event>> taken = Collections.synchronizedMap(new LinkedHashMap<>());

    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    private final Ids ids = new Ids();

    @Test
    void shouldWriteWhatWaitsInOneInsert() {
        // given an insert that takes its time
        Sinks.Empty<Void> slow = Sinks.empty();
        AccessWriter writer = new AccessWriter((after, events) -> firstEnding(slow.asMono(), after, events), MACS, ids);

        // when more come meanwhile
        Mono<Void> all =
                Flux.range(0, 101).flatMap(i -> writer.write(access()), 200).then();
        var written = all.toFuture();
        assertThat(sizes).containsExactly(1);
        slow.tryEmitEmpty();

        // then
        assertThat(written).succeedsWithin(WITHIN);
        assertThat(sizes).containsExactly(1, 100);
        assertThat(numbers()).hasSize(1).allSatisfy(AccessWriterTest::assertGapless);
    }

    @Test
    void shouldSayThatTheStorageIsFullWhereThatIsTheReason() {
        // given
        BsonDocument refusal = BsonDocument.parse("{ok: 0, code: 14031, codeName: 'OutOfDiskSpace', errmsg: 'full'}");
        AccessWriter writer = new AccessWriter(
                (after, events) -> Mono.error(
                        new UncategorizedMongoDbException("", new MongoCommandException(refusal, new ServerAddress()))),
                MACS,
                ids);

        // then
        StepVerifier.create(writer.write(access()))
                .verifyErrorSatisfies(failure -> assertReason(failure, AccessNotRecorded.Reason.STORAGE_FULL));
    }

    @Test
    void shouldBoundBatchesAndWhatWaits() {
        // given an insert that never ends
        Sinks.Empty<Void> stuck = Sinks.empty();
        AccessWriter writer =
                new AccessWriter((after, events) -> firstEnding(stuck.asMono(), after, events), MACS, ids);

        // when
        var waiting = Flux.range(0, 10_001)
                .flatMap(i -> writer.write(access()), 20_000)
                .then()
                .toFuture();

        // then
        assertThatThrownBy(() -> writer.write(access()).block(WITHIN))
                .satisfies(failure -> assertReason(failure, AccessNotRecorded.Reason.TOO_MANY_WAIT));
        stuck.tryEmitEmpty();
        assertThat(waiting).succeedsWithin(WITHIN);
        assertThat(sizes).allMatch(size -> size <= 256);
        assertThat(numbers()).hasSize(1).allSatisfy(AccessWriterTest::assertGapless);
    }

    @Test
    void shouldGiveUpAnInsertThatDoesNotEnd() {
        // given
        AccessWriter writer = new AccessWriter((after, events) -> firstEnding(Mono.never(), after, events), MACS, ids);

        // when
        StepVerifier.withVirtualTime(() -> writer.write(access()))
                .expectSubscription()
                .thenAwait(Duration.ofSeconds(5))
                .expectErrorSatisfies(failure -> assertReason(failure, AccessNotRecorded.Reason.NOT_WRITTEN))
                .verify(WITHIN);

        // then
        writer.write(access()).block(WITHIN);
        assertThat(numbers()).hasSize(2).allSatisfy(AccessWriterTest::assertGapless);
    }

    @Test
    void shouldWriteWhatWaitedForAnInsertThatFailed() {
        // given
        Sinks.Empty<Void> slow = Sinks.empty();
        AccessWriter writer = new AccessWriter((after, events) -> firstEnding(slow.asMono(), after, events), MACS, ids);
        var refused = writer.write(access()).toFuture();
        var waiting = writer.write(access()).toFuture();

        // when
        slow.tryEmitError(new IllegalStateException("lost"));

        // then
        assertThat(waiting).succeedsWithin(WITHIN);
        assertThat(refused)
                .failsWithin(WITHIN)
                .withThrowableOfType(ExecutionException.class)
                .satisfies(failure -> assertReason(failure.getCause(), AccessNotRecorded.Reason.NOT_WRITTEN));
        assertThat(numbers()).hasSize(2).allSatisfy(AccessWriterTest::assertGapless);
    }

    /** With and without success of the inserts whose answers are lost. */
    @Property(tries = 20)
    void shouldLeaveNoGapWhateverBecomesOfInserts(
            @ForAll @Size(max = 20) List<@IntRange(max = 3) Integer> fates,
            @ForAll @IntRange(min = 1, max = 8) int atOnce) {
        // given
        AccessWriter writer = new AccessWriter((after, events) -> fated(fates, after, events), MACS, ids);

        // when
        List<String> acknowledged = Flux.range(0, 60)
                .flatMap(
                        i -> {
                            PreparedAccess access = access();
                            return writer.write(access)
                                    .subscribeOn(Schedulers.parallel())
                                    .thenReturn(access.eventId())
                                    .onErrorResume(AccessNotRecorded.class, refused -> Mono.empty());
                        },
                        atOnce)
                .collectList()
                .block(WITHIN);

        // then
        assertThat(numbers()).allSatisfy(AccessWriterTest::assertGapless);
        assertThat(taken.values().stream().flatMap(List::stream).map(Event::id).toList())
                .doesNotHaveDuplicates()
                .containsAll(acknowledged);
        assertThat(taken)
                .allSatisfy((producer, events) -> assertThat(events)
                        .allSatisfy(event -> assertThat(event.subject()).isEqualTo(producer)));
    }

    /** 0: succeeds, 1: fails, 2: succeeds but the answer is lost, 3: succeeds later, after the failure was reported. */
    private Mono<Void> fated(List<Integer> fates, Producer after, List<PendingEvent> events) {
        int fate = sizes.size() < fates.size() ? fates.get(sizes.size()) : 0;
        Duration late = Duration.ofMillis(ThreadLocalRandom.current().nextInt(2));
        Mono<Void> failure = Mono.error(new IllegalStateException("lost"));
        return switch (fate) {
            case 0 -> Mono.delay(late).then(take(after, events, true));
            case 1 -> take(after, events, false).then(failure);
            case 2 -> take(after, events, true).then(failure);
            default -> take(after, events, true).then(Mono.delay(late)).then(failure);
        };
    }

    private Mono<Void> firstEnding(Mono<Void> end, Producer after, List<PendingEvent> events) {
        return take(after, events, true).then(Mono.defer(() -> sizes.size() == 1 ? end : Mono.empty()));
    }

    private Mono<Void> take(Producer after, List<PendingEvent> events, boolean durable) {
        return Mono.fromRunnable(() -> {
            sizes.add(events.size());
            assertThat(events.get(events.size() - 1).event().sequence()).isEqualTo(after.last());
            if (durable) {
                taken.computeIfAbsent(after.id(), producer -> new ArrayList<>())
                        .addAll(events.stream().map(PendingEvent::event).toList());
            }
        });
    }

    private List<List<Long>> numbers() {
        return taken.values().stream()
                .map(events -> events.stream().map(Event::sequence).toList())
                .toList();
    }

    private static void assertGapless(List<Long> numbers) {
        assertThat(numbers)
                .containsExactlyElementsOf(
                        Flux.range(1, numbers.size()).map(Integer::longValue).toIterable());
    }

    private static void assertReason(Throwable failure, AccessNotRecorded.Reason reason) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        AccessNotRecorded.class,
                        notRecorded -> assertThat(notRecorded.reason()).isEqualTo(reason));
    }

    private PreparedAccess access() {
        ByteBuffer none = ByteBuffer.allocate(0);
        return new PreparedAccess(
                ids.next(),
                EventType.LOGGED_IN,
                null,
                Instant.EPOCH,
                new Correlation("request", null, null),
                new LoggedIn("account"),
                new AuditStamp(AuditAction.EXECUTE, 0, null, "a", "r", null, null, false, "k", none, none));
    }
}
