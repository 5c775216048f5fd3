package org.healthpassport.aggregates.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaleLeaseDetectorTest {
    private static final AggregateRef AGGREGATE = new AggregateRef("counters", "1");
    private static final Lease LEASE = new Lease("instance", 1);

    private long now = 5_000;
    private final StaleLeaseDetector detector = new StaleLeaseDetector(Duration.ofNanos(100), () -> now);

    @Test
    void shouldWaitForTheWholePatience() {
        assertThat(detector.unchangedForLong(AGGREGATE, LEASE, "event")).isFalse();
        now += 99;
        assertThat(detector.unchangedForLong(AGGREGATE, LEASE, "event")).isFalse();
        now += 1;
        assertThat(detector.unchangedForLong(AGGREGATE, LEASE, "event")).isTrue();
    }

    @Test
    void shouldBeginAnewWhenLeaseOrFirstEventChanged() {
        // given
        detector.unchangedForLong(AGGREGATE, LEASE, "event");
        now += 100;

        // when, then
        assertThat(detector.unchangedForLong(AGGREGATE, Lease.taken(LEASE, "instance"), "event"))
                .isFalse();
        now += 100;
        assertThat(detector.unchangedForLong(AGGREGATE, Lease.taken(LEASE, "instance"), "next"))
                .isFalse();
        now += 100;
        assertThat(detector.unchangedForLong(AGGREGATE, null, "next")).isFalse();
        now += 100;
        assertThat(detector.unchangedForLong(AGGREGATE, null, "next")).isTrue();
    }

    @Test
    void shouldForgetWhatDoesNotWaitAnyMore() {
        // given
        AggregateRef other = new AggregateRef("counters", "2");
        detector.unchangedForLong(AGGREGATE, LEASE, "event");
        detector.unchangedForLong(other, LEASE, "event");
        now += 100;

        // when
        detector.retain(Set.of(other));

        // then
        assertThat(detector.unchangedForLong(AGGREGATE, LEASE, "event")).isFalse();
        assertThat(detector.unchangedForLong(other, LEASE, "event")).isTrue();
    }

    @Test
    void shouldCountLeases() {
        assertThat(Lease.taken(null, "one")).isEqualTo(new Lease("one", 1));
        assertThat(Lease.taken(new Lease("one", 7), "two")).isEqualTo(new Lease("two", 8));
        assertThat(Lease.from(null)).isNull();
        assertThat(Lease.from(LEASE.toDocument())).isEqualTo(LEASE);
    }
}
