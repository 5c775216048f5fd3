package org.healthpassport.api.trail.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrailRowTest {
    private static final Instant NOW = Instant.parse("2026-11-29T20:35:00Z");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void shouldTellWhatWasDeniedThenWhatWasDoneThenWhatWasRead() {
        TrailRow read = row("1", LookAction.READ, 0);
        TrailRow created = row("2", LookAction.CREATE, 1);
        TrailRow denied = row("3", LookAction.DENIED, 2);

        assertThat(denied.tellsMoreThan(created)).isTrue();
        assertThat(created.tellsMoreThan(read)).isTrue();
        assertThat(read.tellsMoreThan(denied)).isFalse();
        assertThat(read.tellsMoreThan(read)).isFalse();
    }

    /** Events come in any order, and more than once. */
    @Property(tries = 300)
    void shouldTellTheSameInWhateverOrder(@ForAll("ofOneRequest") List<TrailRow> events) {
        List<TrailRow> reversed = events.stream()
                .sorted((one, other) ->
                        other.look().eventId().compareTo(one.look().eventId()))
                .toList();
        List<TrailRow> twice =
                Stream.of(reversed, events, reversed).flatMap(List::stream).toList();

        assertThat(kept(twice)).isEqualTo(kept(events));
    }

    @Provide
    Arbitrary<List<TrailRow>> ofOneRequest() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 99),
                        Arbitraries.of(LookAction.class),
                        Arbitraries.integers().between(0, 2))
                .as((id, action, seconds) -> row("event " + id, action, seconds))
                .list()
                .uniqueElements(row -> row.look().eventId())
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static @Nullable TrailRow kept(List<TrailRow> events) {
        TrailRow kept = null;
        for (TrailRow event : events) {
            kept = kept == null || event.tellsMoreThan(kept) ? event : kept;
        }
        return Objects.requireNonNull(kept);
    }

    @Test
    void shouldTellRequestsApartThatTheClientGaveOneId() {
        String one = TrailRow.idOf(event("e1", "request", TRACE), "p1");

        assertThat(TrailRow.idOf(event("e2", "request", TRACE), "p1")).isEqualTo(one);
        assertThat(TrailRow.idOf(event("e2", "request", TRACE.replace("331-01", "332-01")), "p1"))
                .isNotEqualTo(one);
        assertThat(TrailRow.idOf(event("e2", "request", TRACE), "p2")).isNotEqualTo(one);
        assertThat(TrailRow.idOf(event("e1", "request", null), "p1"))
                .isNotEqualTo(TrailRow.idOf(event("e2", "request", null), "p1"));
    }

    private static TrailRow row(String eventId, LookAction action, int seconds) {
        return new TrailRow(
                "r",
                "p",
                NOW.plusSeconds(seconds),
                new Look(eventId, action, "RECORD", null, "a", "DOCTOR", "h", "CONSENT", "c", null, "TREAT", 0));
    }

    private static Event event(String id, String request, @Nullable String traceparent) {
        return new Event(id, EventType.DATA_READ, "producer", NOW, "p1", 1L, request, null, traceparent, new byte[0]);
    }
}
