package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.healthpassport.aggregates.outbox.OutboxTestAccess;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.vault.key.SealBroken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.mongodb.UncategorizedMongoDbException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@TestInstance(Lifecycle.PER_CLASS)
class AggregatesTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private static final MeterRegistry METRICS = new SimpleMeterRegistry();

    private static StoreAndBus real;
    private static Aggregates<Counter> counters;
    private static Aggregates<Counter> countersOfSomebodyElse;

    @BeforeAll
    void start() {
        real = open();
        counters = over(real.mongo());
        countersOfSomebodyElse = over(real.anotherMongo());
    }

    StoreAndBus open() {
        return StoreAndBus.shared();
    }

    @Test
    void shouldFindWhatWasCreated() {
        // given
        String id = newCounter();

        // when
        Snapshot<Counter> found = counters.find(id).block(WITHIN);

        // then
        assertThat(found.version()).isEqualTo(1);
        assertThat(found.state().value()).isZero();
    }

    @Test
    void shouldDecideAgainWhenSomebodyElseWasFaster() {
        // given a decision during which somebody else steps the counter
        String id = newCounter();
        AtomicInteger decisions = new AtomicInteger();

        // when
        Snapshot<Counter> changed = counters.find(id)
                .flatMap(loaded -> counters.change(id, counter -> {
                    if (decisions.incrementAndGet() == 1) {
                        stepMeanwhile(id);
                    }
                    return Counter.step(counter);
                }))
                .block(WITHIN);

        // then both steps count
        assertThat(decisions).hasValue(2);
        assertThat(changed.state().value()).isEqualTo(2);
        assertThat(changed.version()).isEqualTo(3);
    }

    @Test
    void shouldGiveUpWithConflictAfterThreeLostRaces() {
        // given
        String id = newCounter();

        // when
        Mono<Snapshot<Counter>> change = counters.change(id, counter -> {
            stepMeanwhile(id);
            return Counter.step(counter);
        });

        // then
        assertThatThrownBy(() -> change.block(WITHIN)).isInstanceOf(ConcurrentChanges.class);
        assertThat(counters.find(id).block(WITHIN).state().value()).isEqualTo(3);
    }

    @Test
    void shouldNotCommitADecisionThatIsOlderThanAFence() {
        // given a decision whose process stands still while the aggregate is fenced
        String id = newCounter();
        List<String> made = new ArrayList<>();

        // when
        String committed = counters.find(id)
                .flatMap(loaded -> counters.change(
                        id,
                        counter -> new Attempt<>(Counter.step(counter), "attempt " + (made.size() + 1)),
                        attempt -> made.add(attempt) && made.size() == 1
                                ? countersOfSomebodyElse.fence(id).then()
                                : Mono.empty()))
                .block(WITHIN);

        // then it decides again
        assertThat(made).containsExactly("attempt 1", "attempt 2");
        assertThat(committed).isEqualTo("attempt 2");
        assertThat(counters.find(id).block(WITHIN).state().value()).isOne();
    }

    @Test
    void shouldFenceOnlyWhatIsThere() {
        // given
        String ruledOut = real.ids().next();
        counters.ruleOut(ruledOut).block(WITHIN);

        // when, then
        assertThat(counters.fence(newCounter()).block(WITHIN)).isTrue();
        assertThat(counters.fence(ruledOut).block(WITHIN)).isFalse();
        assertThat(counters.fence("no such").block(WITHIN)).isFalse();
    }

    @Test
    void shouldCommitNothingButWhatTheSameAttemptHasMade() {
        // given a first attempt during which somebody else steps the counter
        String id = newCounter();
        List<String> made = new ArrayList<>();

        // when
        String committed = counters.find(id)
                .flatMap(loaded -> counters.change(
                        id,
                        counter -> new Attempt<>(
                                Counter.step(counter),
                                "value " + (counter.state().value() + 1)),
                        value -> Mono.fromRunnable(() -> {
                            made.add(value);
                            if (made.size() == 1) {
                                stepMeanwhile(id);
                            }
                        })))
                .block(WITHIN);

        // then
        assertThat(made).containsExactly("value 1", "value 2");
        assertThat(committed).isEqualTo("value 2");
        assertThat(counters.find(id).block(WITHIN).state().value()).isEqualTo(2);
    }

    @Test
    void shouldMakeNothingForAnAttemptThatIsNotAccepted() {
        // given
        String id = newCounter();
        List<String> made = new ArrayList<>();

        // when
        Optional<String> unchanged = counters.change(
                        id,
                        counter -> new Attempt<>(Decision.<Counter>unchanged(), "unwanted"),
                        value -> add(made, value))
                .blockOptional(WITHIN);
        Mono<String> refused = counters.change(
                id,
                counter -> new Attempt<>(Decision.<Counter>refuse(new Counter.CountsNoMore()), "unwanted"),
                value -> add(made, value));

        // then
        assertThat(unchanged).isEmpty();
        assertThatThrownBy(() -> refused.block(WITHIN))
                .isInstanceOfSatisfying(
                        Refused.class, failure -> assertThat(failure.refusal()).isEqualTo(new Counter.CountsNoMore()));
        assertThat(made).isEmpty();
    }

    @Test
    void shouldNeverCreateWhatWasRuledOut() {
        // given
        String subjectId = newSubject();
        String id = real.ids().next();
        assertThat(counters.ruleOut(id).block(WITHIN)).isTrue();
        assertThat(counters.ruleOut(id).block(WITHIN)).isTrue();

        // when
        Mono<Snapshot<Counter>> creation =
                counters.create(id, new Counter(subjectId, 0), Counter.stepped(id, subjectId));

        // then
        assertThatThrownBy(() -> creation.block(WITHIN)).isInstanceOf(CreatedTooLate.class);
        assertThat(counters.find(id).blockOptional(WITHIN)).isEmpty();
        assertThat(counters.exists(id).block(WITHIN)).isFalse();
        assertThat(counters.change(id, Counter::step).blockOptional(WITHIN)).isEmpty();
        assertThat(counters.ofSubject(subjectId, null).collectList().block(WITHIN))
                .isEmpty();
    }

    @Test
    void shouldNotRuleOutWhatThereIs() {
        // given
        String id = newCounter();

        // then
        assertThat(counters.ruleOut(id).block(WITHIN)).isFalse();
        assertThat(counters.change(id, Counter::step).block(WITHIN).state().value())
                .isEqualTo(1);
    }

    @Test
    void shouldNeverCreateAgainWhatWasGivenUp() {
        // given
        String subjectId = newSubject();
        String id = newCounter(subjectId);
        String unknown = real.ids().next();

        // when
        counters.giveUp(id).then(counters.giveUp(unknown)).block(WITHIN);

        // then
        assertThat(counters.find(id).blockOptional(WITHIN)).isEmpty();
        assertThat(List.of(id, unknown))
                .allSatisfy(gone -> assertThatThrownBy(() ->
                                counters.create(gone, new Counter(subjectId, 0)).block(WITHIN))
                        .isInstanceOf(CreatedTooLate.class));
    }

    private static Mono<Void> add(List<String> made, String value) {
        return Mono.fromRunnable(() -> made.add(value));
    }

    @Test
    void shouldWriteNothingWhenTheDecisionIsRefused() {
        // given
        String id = newCounter();

        // when
        Mono<Snapshot<Counter>> change = counters.change(id, counter -> Decision.refuse(new Counter.CountsNoMore()));

        // then
        assertThatThrownBy(() -> change.block(WITHIN))
                .isInstanceOfSatisfying(
                        Refused.class, failure -> assertThat(failure.refusal()).isEqualTo(new Counter.CountsNoMore()));
        assertThat(counters.find(id).block(WITHIN).version()).isEqualTo(1);
    }

    @Test
    void shouldNoticeAStateThatWasPutInAnotherAggregatesPlace() {
        // given two counters of one subject
        String subjectId = newSubject();
        String id = newCounter(subjectId);
        String other = newCounter(subjectId);

        // when whoever holds the database copies the sealed state of one over the other's
        Document stolen = real.mongo().findById(id, Document.class, "counters").block(WITHIN);
        real.mongo()
                .updateFirst(query(where("_id").is(other)), Update.update("sealed", stolen.get("sealed")), "counters")
                .block(WITHIN);

        // then
        assertThatThrownBy(() -> counters.find(other).block(WITHIN)).isInstanceOf(SealBroken.class);
    }

    @Test
    void shouldNoticeAStateThatWasTurnedBack() {
        // given a counter that was stepped since somebody copied its sealed state
        String id = newCounter();
        Document before = real.mongo().findById(id, Document.class, "counters").block(WITHIN);
        counters.change(id, Counter::step).block(WITHIN);

        // when
        real.mongo()
                .updateFirst(query(where("_id").is(id)), Update.update("sealed", before.get("sealed")), "counters")
                .block(WITHIN);

        // then
        assertThatThrownBy(() -> counters.find(id).block(WITHIN)).isInstanceOf(SealBroken.class);
    }

    @Test
    void shouldSayInTheClearWhichEventWasTheLastAndWhen() {
        // given
        String id = newCounter();
        assertThat(stored(id).getLong("last")).isEqualTo(1);

        // when
        counters.change(id, Counter::step).block(WITHIN);

        // then
        assertThat(stored(id).getLong("last")).isEqualTo(2);
        assertThat(stored(id).getString("changed")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ");
    }

    @Test
    void shouldNoticeALastEventThatIsNotTheOneThatWasSealed() {
        // given
        String id = newCounter();

        // when whoever holds the database hides an event from those who compare
        set(id, Update.update("last", 0L));

        // then
        assertThatThrownBy(() -> counters.find(id).block(WITHIN)).isInstanceOf(SealBroken.class);
    }

    @Test
    void shouldNoticeThatTheNumberOfTheLastEventIsMissing() {
        // given
        String id = newCounter();

        // when
        set(id, new Update().unset("last"));

        // then
        assertThatThrownBy(() -> counters.find(id).block(WITHIN)).isInstanceOf(CannotBeRead.class);
    }

    @Test
    void shouldKeepStampsWithTheirEvents() {
        // when
        AuditStamp stamp =
                OutboxTestAccess.waiting(stored(newCounter())).get(0).event().stamp();

        // then
        assertThat(stamp.getActor()).isEqualTo("/api-service");
        assertThat(stamp.getAction()).isEqualTo(AuditAction.DELETE);
        assertThat(stamp.getPatient()).isEqualTo(stamp.getKeyId());
        assertThat(stamp.getCommitment().remaining()).isEqualTo(32);
    }

    /** The relay reports what is no event, and sends the others. */
    @ParameterizedTest
    @MethodSource("damages")
    void shouldSaveBesideAnythingThatSomebodyWroteInTheEvents(String field, Object damage, int waiting) {
        // given
        String id = newCounter();
        set(id, new Update().set(field, damage));

        // when
        assertThat(counters.find(id).block(WITHIN).state().value()).isZero();
        Snapshot<Counter> changed = counters.change(id, Counter::step).block(WITHIN);

        // then
        assertThat(changed.state().value()).isOne();
        assertThat(counters.find(id).block(WITHIN)).isEqualTo(changed);
        List<Object> events = stored(id).getList("pendingEvents", Object.class);
        assertThat(events).hasSize(waiting);
        assertThat(((Document) events.get(waiting - 1)).getLong("sequence")).isEqualTo(2);
        assertThat(stored(id)).containsEntry("outbox", "PENDING");
        assertThat(stored(id).get("lease")).isInstanceOf(Document.class);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                arguments("pendingEvents", "text", 2),
                arguments("pendingEvents", 7, 2),
                arguments("pendingEvents", new Document("0", new Document("eventId", "x")), 2),
                arguments("pendingEvents", null, 1),
                arguments("pendingEvents", List.of(), 1),
                arguments("pendingEvents", List.of("text", 7, new Document()), 4),
                arguments(
                        "pendingEvents", Collections.nCopies(10_000, new Document("type", "of.the.future.v1")), 10_001),
                arguments("pendingEvents", Collections.nCopies(10, new Document("eventId", "x".repeat(1 << 20))), 11),
                arguments("outbox", List.of(1), 2),
                arguments("lease", "text", 2),
                arguments("lease", new Document("owner", 1).append("counter", "text"), 2));
    }

    @Test
    void shouldNotReplaceEventsThatSomebodyPutBackMeanwhile() {
        // given
        String id = newCounter();
        Document whole = stored(id);
        set(id, new Update().set("pendingEvents", "text"));
        AtomicInteger decisions = new AtomicInteger();

        // when
        counters.change(id, counter -> {
                    if (decisions.incrementAndGet() == 1) {
                        real.anotherMongo()
                                .updateFirst(
                                        query(where("_id").is(id)),
                                        Update.update("pendingEvents", whole.get("pendingEvents")),
                                        "counters")
                                .toFuture()
                                .orTimeout(10, TimeUnit.SECONDS)
                                .join();
                    }
                    return Counter.step(counter);
                })
                .block(WITHIN);

        // then
        assertThat(decisions).hasValue(2);
        assertThat(stored(id).getList("pendingEvents", Document.class))
                .extracting(event -> event.getLong("sequence"))
                .containsExactly(1L, 2L);
    }

    @Test
    void shouldTellADocumentWithoutRoomFromOtherFailures() {
        // given the answers of MongoDB, which the embedded store does not give
        for (int code : List.of(10_334, 17_419, 17_420)) {
            assertThat(StoredAggregate.isTooLarge(answer(code))).isTrue();
        }

        // then
        assertThat(StoredAggregate.isTooLarge(answer(11_000))).isFalse();
        assertThat(StoredAggregate.isTooLarge(new IllegalStateException())).isFalse();
    }

    private static Throwable answer(int code) {
        return new UncategorizedMongoDbException(
                "?",
                new MongoWriteException(new WriteError(code, "?", new BsonDocument()), new ServerAddress(), Set.of()));
    }

    @Test
    void shouldNumberEventsWithoutGapAndNeverLetTimeGoBack() {
        // given
        String id = newCounter();

        // when
        Flux.range(0, 20).concatMap(step -> counters.change(id, Counter::step)).blockLast(WITHIN);

        // then
        List<Document> pending = real.mongo()
                .findById(id, Document.class, "counters")
                .block(WITHIN)
                .getList("pendingEvents", Document.class);
        assertThat(pending)
                .extracting(event -> event.getLong("sequence"))
                .containsExactlyElementsOf(
                        Flux.range(1, 21).map(Integer::longValue).toIterable());
        assertThat(pending).extracting(event -> event.getDate("time")).isSorted();
    }

    @Test
    void shouldListNewestFirstFromBehindAPosition() {
        // given
        String subjectId = newSubject();
        List<String> ids = Flux.range(0, 7)
                .map(number -> newCounter(subjectId))
                .collectList()
                .block(WITHIN);

        // when
        List<ListedAggregate<Counter>> all =
                counters.ofSubject(subjectId, null).collectList().block(WITHIN);
        List<ListedAggregate<Counter>> rest = counters.ofSubject(
                        subjectId, all.get(2).position())
                .collectList()
                .block(WITHIN);

        // then
        assertThat(all)
                .extracting(listed -> listed.aggregate().orThrow().id())
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(rest).isEqualTo(all.subList(3, 7));
    }

    @Test
    void shouldListWhatCannotBeOpenedInItsPlaceAndCountIt() {
        // given
        String subjectId = newSubject();
        List<String> ids = Flux.range(0, 3)
                .map(number -> newCounter(subjectId))
                .collectList()
                .block(WITHIN);
        double before = unreadable();

        // when
        set(ids.get(1), Update.update("last", 0L));
        List<ListedAggregate<Counter>> all =
                counters.ofSubject(subjectId, null).collectList().block(WITHIN);

        // then
        assertThat(all)
                .extracting(listed -> listed.position().id())
                .containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(all)
                .extracting(listed -> listed.aggregate().ifBroken())
                .containsExactly(
                        Optional.empty(),
                        Optional.of(new Unreadable("counters", ids.get(1), subjectId, UnreadableReason.SEAL_BROKEN)),
                        Optional.empty());
        assertThat(unreadable()).isEqualTo(before + 1);
        assertThat(counters.allOfSubject(subjectId).collectList().block(WITHIN))
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void shouldNotTakeWhatWasErasedForUnreadable() {
        // given
        String subjectId = newSubject();
        String id = newCounter(subjectId);
        double before = unreadable();

        // when
        real.keyRing().destroy(subjectId).block(WITHIN);

        // then
        assertThat(counters.find(id).block(WITHIN)).isNull();
        assertThat(counters.ofSubject(subjectId, null).collectList().block(WITHIN))
                .isEmpty();
        assertThat(counters.allOfSubject(subjectId).collectList().block(WITHIN)).isEmpty();
        assertThat(unreadable()).isEqualTo(before);
    }

    private static double unreadable() {
        return METRICS.counter("healthpassport.unreadable", "kind", "counters").count();
    }

    private static Aggregates<Counter> over(ReactiveMongoTemplate mongo) {
        return new AggregateStore(
                        mongo,
                        real.keyRing(),
                        OutboxTestAccess.idleRelay(real),
                        real.stamps(),
                        real.macs(),
                        real.heads(),
                        real.ids(),
                        new UnreadableAlarm(METRICS, real.clock()),
                        real.clock())
                .of(Counter.KIND);
    }

    /** Waits for another writer's step on the deciding thread, which that step must not need. */
    private static void stepMeanwhile(String id) {
        countersOfSomebodyElse
                .change(id, Counter::step)
                .toFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static Document stored(String id) {
        return real.mongo().findById(id, Document.class, "counters").block(WITHIN);
    }

    private static void set(String id, Update update) {
        real.mongo().updateFirst(query(where("_id").is(id)), update, "counters").block(WITHIN);
    }

    private static String newSubject() {
        String subjectId = real.ids().next();
        real.keyRing().create(subjectId).block(WITHIN);
        return subjectId;
    }

    private static String newCounter() {
        return newCounter(newSubject());
    }

    private static String newCounter(String subjectId) {
        String id = real.ids().next();
        counters.create(id, new Counter(subjectId, 0), Counter.stepped(id, subjectId))
                .block(WITHIN);
        return id;
    }
}
