package org.healthpassport.aggregates.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.bson.Document;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.counter.CounterDocuments.Settlement;
import org.healthpassport.aggregates.refusal.Refused;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

class CounterPropertyTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final long BOUND = 20;

    private static final Truth NOTHING = new Truth() {
        @Override
        public Mono<Long> count(String subjectId) {
            return Mono.just(0L);
        }

        @Override
        public Mono<CommandFate> fateOf(String commandId, long reserved) {
            return Mono.just(new CommandFate.Open());
        }
    };

    private static Counters counters;
    private static CounterKind kind;

    @BeforeContainer
    static void start() {
        counters = new Counters(StoreAndBus.shared().mongo(), Clock.systemUTC());
        kind = counters.counting(new CounterKind("modelled", BOUND, NOTHING));
    }

    @AfterContainer
    static void stop() {
        counters.close();
    }

    @Property(tries = 40)
    void shouldAlwaysHoldWhatIsSettledAndWhatIsReserved(@ForAll("steps") List<Step> steps) {
        // given
        String subjectId = UUID.randomUUID().toString();
        List<Reservation> open = new ArrayList<>();
        long settled = 0;
        int number = 0;

        for (Step step : steps) {
            // when
            long before = settled + held(open);
            if (step.kind() == StepKind.RESERVE) {
                Reservation made = reserve(subjectId, "command" + number++, step.amount());
                boolean fits = before + Math.max(0, step.amount()) <= BOUND;
                assertThat(made != null).isEqualTo(fits && step.amount() != 0);
                if (made != null) {
                    open.add(made);
                }
            } else if (!open.isEmpty()) {
                Reservation chosen = open.remove((int) (step.choice() % open.size()));
                if (step.kind() == StepKind.GROW && chosen.amount() > 0) {
                    open.add(grow(chosen, 1 + Math.abs(step.amount())));
                } else {
                    long counted = step.kind() == StepKind.SETTLE ? chosen.amount() : 0;
                    Settlement end = new Settlement(chosen, counted);
                    counters.documents().settle(List.of(end, end)).block(WITHIN);
                    settled += counted;
                }
            }

            // then
            StoredCounter counter = counters.documents()
                    .find(kind.idOf(subjectId))
                    .mapNotNull(StoredCounter::from)
                    .block(WITHIN);
            if (counter != null) {
                assertThat(counter.used()).isEqualTo(settled + held(open)).isLessThanOrEqualTo(BOUND);
                assertThat(counter.open()).isEqualTo(open.size());
                assertThat(counter.reserved())
                        .extracting(StoredCounter.Reserved::reservation)
                        .containsExactlyInAnyOrderElementsOf(open);
            }
        }
    }

    @Property
    void shouldLeaveWhatReallyCounts(
            @ForAll @LongRange(min = -1_000, max = 1_000) long amount,
            @ForAll @LongRange(min = -1_000, max = 1_000) long counted,
            @ForAll @LongRange(max = 1L << 40) long before) {
        // given
        Reservation reservation = new Reservation("counter", "command", amount);

        // when, then
        assertThat(before + reservation.held() + new Settlement(reservation, counted).difference())
                .isEqualTo(before + counted);
    }

    @Property
    void shouldNotReadACounterOfWhichAFieldWasChangedByHand(
            @ForAll("fields") String field, @ForAll("otherValues") Object value) {
        // given
        Document counter = StoredCounter.first("counter", 3, Clock.systemUTC().instant())
                .append(
                        StoredCounter.RESERVED,
                        new Document("command", new Document("amount", 2L).append("at", new Date())));
        assertThat(StoredCounter.from(counter)).isNotNull();

        // when
        if (field.startsWith("command.")) {
            counter.get(StoredCounter.RESERVED, Document.class)
                    .get("command", Document.class)
                    .put(field.substring("command.".length()), value);
        } else {
            counter.put(field, value);
        }

        // then
        assertThat(StoredCounter.from(counter)).isNull();
    }

    @Provide
    static Arbitrary<String> fields() {
        return Arbitraries.of("used", "revision", "open", "reserved", "command.amount", "command.at");
    }

    @Provide
    static Arbitrary<Object> otherValues() {
        return Arbitraries.of("text", 7, 1.5, true, List.of());
    }

    @Provide
    static Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(StepKind.class),
                        Arbitraries.longs().between(-5, 12),
                        Arbitraries.integers().between(0, 1_000))
                .as(Step::new)
                .list()
                .ofMaxSize(20);
    }

    private static long held(List<Reservation> open) {
        return open.stream().mapToLong(Reservation::held).sum();
    }

    private static @Nullable Reservation reserve(String subjectId, String commandId, long amount) {
        return counters.reserve(subjectId, commandId, List.of(new Demand(kind, amount)))
                .flatMapIterable(made -> made)
                .onErrorResume(Refused.class, refused -> Mono.empty())
                .next()
                .block(WITHIN);
    }

    private static Reservation grow(Reservation reservation, long step) {
        return counters.grow(kind, reservation, step)
                .onErrorReturn(Refused.class, reservation)
                .block(WITHIN);
    }

    private enum StepKind {
        RESERVE,
        GROW,
        SETTLE,
        RELEASE
    }

    private record Step(StepKind kind, long amount, int choice) {}
}
