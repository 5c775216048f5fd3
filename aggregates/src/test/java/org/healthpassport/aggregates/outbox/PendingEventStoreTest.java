package org.healthpassport.aggregates.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.bson.Document;
import org.healthpassport.aggregates.outbox.PendingEventStore.Waiting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.index.IndexInfo;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

class PendingEventStoreTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final Lease LEASE = new Lease("one", 7);

    private final StoredOutbox outbox = new StoredOutbox();
    private final PendingEventStore store =
            new PendingEventStore(outbox.mongo(), new AttestedOutbox(StoredOutbox.MACS, new SimpleMeterRegistry()));

    @Test
    void shouldIndexOnlyWhatWaits() {
        // when
        store.createIndex(outbox.collection()).block(WITHIN);

        // then
        List<IndexInfo> indexes = outbox.mongo()
                .indexOps(outbox.collection())
                .getIndexInfo()
                .collectList()
                .block(WITHIN);
        assertThat(indexes).anySatisfy(index -> {
            assertThat(index.getName()).isEqualTo("outbox");
            assertThat(index.isSparse()).isTrue();
            assertThat(index.isIndexForFields(List.of(OutboxFields.MARK))).isTrue();
        });
    }

    @Test
    void shouldFindWhatWaitsAndCanBeSent() {
        // given
        List<PendingEvent> events = outbox.save("1", LEASE, 1, 2);
        outbox.save("2", null, 1);
        outbox.save(new Document("_id", "sent"));
        outbox.save(new Document("_id", "unreadable")
                .append(OutboxFields.MARK, OutboxFields.PENDING)
                .append(OutboxFields.EVENTS, "no list"));
        outbox.save(new Document("_id", "unknown")
                .append(OutboxFields.MARK, OutboxFields.PENDING)
                .append(OutboxFields.EVENTS, List.of(StoredOutbox.ofNewerVersion("unknown", 1))));

        // when
        List<Waiting> found = store.find(outbox.collection(), 10).collectList().block(WITHIN);

        // then
        assertThat(found)
                .containsExactlyInAnyOrder(
                        new Waiting(outbox.aggregate("1"), LEASE.toDocument(), events),
                        new Waiting(outbox.aggregate("2"), null, List.of(StoredOutbox.pending("2", 1))));
        assertThat(found.get(0).batch()).isEqualTo(new LeasedEvents(outbox.aggregate("1"), events));
        assertThat(store.find(outbox.collection(), 1).collectList().block(WITHIN))
                .hasSize(1);
        assertThat(store.find(outbox.collection(), List.of("2", "unknown", "sent", "missing"))
                        .map(waiting -> waiting.aggregate().id())
                        .collectList()
                        .block(WITHIN))
                .containsExactly("2");
    }

    @Test
    void shouldTellWhoHoldsTheLease() {
        Waiting held = new Waiting(outbox.aggregate("1"), LEASE.toDocument(), List.of(StoredOutbox.pending("1", 5)));

        assertThat(held.isHeldBy("one")).isTrue();
        assertThat(held.isHeldBy("two")).isFalse();
        assertThat(new Waiting(outbox.aggregate("1"), null, List.of()).isHeldBy("one"))
                .isFalse();
        assertThat(held.firstEventId()).isEqualTo("1-5");
    }

    @Test
    void shouldLetOneInstanceTakeOverWhatNobodyHolds() {
        // given
        List<PendingEvent> events = outbox.save("1", null, 1);
        Waiting seen = new Waiting(outbox.aggregate("1"), null, events);

        // when
        LeasedEvents claimed = store.claim(seen, "first").map(Waiting::batch).block(WITHIN);
        LeasedEvents late = store.claim(seen, "second").map(Waiting::batch).block(WITHIN);

        // then
        assertThat(claimed).isEqualTo(new LeasedEvents(outbox.aggregate("1"), events));
        assertThat(late).isNull();
        assertThat(lease("1")).isEqualTo(new Lease("first", 1));
    }

    @Test
    void shouldTakeOverOnlyALeaseThatIsAsItWasSeen() {
        // given
        List<PendingEvent> events = outbox.save("1", LEASE, 1);

        // when, then
        assertThat(claim(new Lease("another", 7), events)).isNull();
        assertThat(claim(new Lease("one", 6), events)).isNull();
        assertThat(claim(null, events)).isNull();
        assertThat(lease("1")).isEqualTo(LEASE);
        assertThat(claim(LEASE, events)).isNotNull();
        assertThat(lease("1")).isEqualTo(new Lease("two", 8));
    }

    @Test
    void shouldTakeOverWhatNoInstanceHolds() {
        // given something that is no lease
        Document noLease = new Document("owner", 1).append("counter", List.of());
        List<PendingEvent> events = outbox.save("1", null, 1);
        outbox.mongo()
                .updateFirst(new Query(), Update.update(OutboxFields.LEASE, noLease), outbox.collection())
                .block(WITHIN);

        // when
        Waiting seen = store.find(outbox.collection(), 1).blockFirst(WITHIN);

        // then
        assertThat(seen.lease()).isNull();
        assertThat(store.claim(seen, "one").map(Waiting::batch).block(WITHIN))
                .isEqualTo(new LeasedEvents(outbox.aggregate("1"), events));
        assertThat(lease("1")).isEqualTo(new Lease("one", 1));
    }

    @Test
    void shouldFindEventsBehindAnyNumberOfAggregatesThatHaveForgedOnes() {
        // given
        for (int i = 0; i < 300; i++) {
            outbox.save(new Document("_id", "forged-" + i)
                    .append(OutboxFields.MARK, OutboxFields.PENDING)
                    .append(OutboxFields.EVENTS, List.of(i)));
        }
        outbox.save("genuine", null, 1);

        // then
        assertThat(store.find(outbox.collection(), 5)
                        .map(waiting -> waiting.aggregate().id())
                        .collectList()
                        .block(WITHIN))
                .containsExactly("genuine");
    }

    @Test
    void shouldTakeOverNothingThatIsSentMeanwhile() {
        // given
        outbox.save(new Document("_id", "1"));

        // when, then
        assertThat(claim(null, List.of(StoredOutbox.pending("1", 1)))).isNull();
    }

    @Test
    void shouldRemoveWhatWasSentAndTheMarkOnlyIfNothingIsLeft() {
        // given
        outbox.save("1", LEASE, 1, 2, 3);
        outbox.save("2", LEASE, 1);
        outbox.save("3", LEASE, 1);

        // when
        store.remove(outbox.collection(), List.of(sent("1", 1, 2), sent("2", 1)))
                .block(WITHIN);

        // then
        assertThat(OutboxTestAccess.waiting(outbox.stored("1"))).containsExactly(StoredOutbox.pending("1", 3));
        assertThat(outbox.stored("1")).containsEntry(OutboxFields.MARK, OutboxFields.PENDING);
        assertThat(lease("1")).isEqualTo(LEASE);
        assertThat(outbox.stored("2")).isEqualTo(new Document("_id", "2"));
        assertThat(OutboxTestAccess.waiting(outbox.stored("3"))).hasSize(1);
    }

    @Test
    void shouldRemoveAtOnceWhatIsTheLastOfItsAggregate() {
        // given
        outbox.save("1", LEASE, 1, 2, 3);
        outbox.save("2", LEASE, 1, 2);

        // when, then
        assertThat(store.removeLast(outbox.collection(), List.of(sent("1", 1, 2), sent("2", 1, 2)))
                        .block(WITHIN))
                .isFalse();
        assertThat(OutboxTestAccess.waiting(outbox.stored("1"))).hasSize(3);
        assertThat(outbox.stored("1")).containsEntry(OutboxFields.MARK, OutboxFields.PENDING);
        assertThat(outbox.stored("2")).isEqualTo(new Document("_id", "2"));
        assertThat(store.removeLast(outbox.collection(), List.of(sent("1", 1, 2, 3)))
                        .block(WITHIN))
                .isTrue();
        assertThat(outbox.stored("1")).isEqualTo(new Document("_id", "1"));
    }

    private LeasedEvents claim(@Nullable Lease seen, List<PendingEvent> events) {
        return store.claim(new Waiting(outbox.aggregate("1"), seen == null ? null : seen.toDocument(), events), "two")
                .map(Waiting::batch)
                .block(WITHIN);
    }

    private Lease lease(String id) {
        return Lease.from(outbox.stored(id).get(OutboxFields.LEASE));
    }

    private LeasedEvents sent(String id, long... sequences) {
        return new LeasedEvents(
                outbox.aggregate(id),
                Arrays.stream(sequences)
                        .mapToObj(sequence -> StoredOutbox.pending(id, sequence))
                        .toList());
    }
}
