package org.healthpassport.aggregates.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NewestEventsTest {
    private static final String ONE = "0198f0c0-0000-7000-8000-000000000001";
    private static final String EVENT = "0198f0c0-0000-7000-8000-0000000000aa";
    private static final String OTHER_EVENT = "0198f0c0-0000-7000-8000-0000000000bb";

    private final NewestEvents newest = new NewestEvents(1 << 10);

    @Property
    void shouldOnlyGrow(@ForAll @Size(max = 50) List<@LongRange(min = -2, max = 100) Long> sequences) {
        NewestEvents grown = new NewestEvents(4);
        long highest = 0;
        for (long sequence : sequences) {
            grown.note(ONE, sequence, null);
            highest = Math.max(highest, sequence);
            assertThat(grown.newest(ONE)).isEqualTo(highest);
        }
    }

    /** Each table holds 12 of these 16 slots. */
    @Provide
    Arbitrary<List<Integer>> aggregates() {
        return Arbitraries.integers().between(0, 60).list().ofMaxSize(300);
    }

    @Property
    void shouldKnowAtLeastTheLastOnesAndCountTheOthers(@ForAll("aggregates") List<Integer> aggregates) {
        NewestEvents bounded = new NewestEvents(1 << 4);
        Map<String, Long> noted = new HashMap<>();
        for (int i = 0; i < aggregates.size(); i++) {
            String id = new UUID(aggregates.get(i), 0).toString();
            bounded.note(id, i + 1, null);
            noted.put(id, i + 1L);
        }
        Set<String> last = new HashSet<>();
        for (int i = aggregates.size() - 1; i >= 0 && last.size() < 12; i--) {
            last.add(new UUID(aggregates.get(i), 0).toString());
        }
        last.forEach(id -> assertThat(bounded.newest(id)).isEqualTo(noted.get(id)));
        assertThat(noted)
                .allSatisfy((id, sequence) -> assertThat(bounded.newest(id)).isIn(0L, sequence));
        assertThat(noted.keySet().stream().filter(id -> bounded.newest(id) > 0).count())
                .isEqualTo(bounded.size());
        assertThat(bounded.pushedOut()).isGreaterThanOrEqualTo(noted.size() - bounded.size());
        if (noted.size() <= 12) {
            assertThat(bounded.pushedOut()).isZero();
        }
    }

    @Test
    void shouldTellTwoPastsApart() {
        // given
        newest.note(ONE, 3, EVENT);

        // then
        assertThat(newest.contradicts(ONE, 3, EVENT)).isFalse();
        assertThat(newest.contradicts(ONE, 3, OTHER_EVENT)).isTrue();
        assertThat(newest.contradicts(ONE, 3, null)).isFalse();
        assertThat(newest.contradicts(ONE, 2, OTHER_EVENT)).isFalse();
        assertThat(newest.contradicts(ONE, 4, OTHER_EVENT)).isFalse();
        assertThat(newest.contradicts(EVENT, 3, OTHER_EVENT)).isFalse();
    }

    @Test
    void shouldLearnTheEventOfANumberThatItKnowsFromTheStore() {
        // given
        newest.note(ONE, 3, null);
        assertThat(newest.contradicts(ONE, 3, OTHER_EVENT)).isFalse();

        // when
        newest.note(ONE, 3, EVENT);
        newest.note(ONE, 3, null);

        // then
        assertThat(newest.contradicts(ONE, 3, OTHER_EVENT)).isTrue();
        assertThat(newest.newest(ONE)).isEqualTo(3);
    }

    @Test
    void shouldBelieveNoStateAnyMoreOnceTwoEventsHadOneNumber() {
        // given
        newest.note(ONE, 3, EVENT);
        newest.note(ONE, 3, EVENT);
        assertThat(newest.newest(ONE)).isEqualTo(3);

        // when
        newest.note(ONE, 3, OTHER_EVENT);

        // then
        assertThat(newest.newest(ONE)).isGreaterThan(1_000_000_000);
        newest.note(ONE, Long.MAX_VALUE, EVENT);
        newest.note(ONE, Long.MAX_VALUE, OTHER_EVENT);
        assertThat(newest.newest(ONE)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldTakeEventsThatAreRepeatedForNoOtherPast() {
        // given
        newest.note(ONE, 3, EVENT);
        newest.note(ONE, 4, OTHER_EVENT);

        // when
        newest.note(ONE, 3, EVENT);

        // then
        assertThat(newest.newest(ONE)).isEqualTo(4);
        assertThat(newest.contradicts(ONE, 4, OTHER_EVENT)).isFalse();
    }

    @Test
    void shouldKeepNothingOfAnAggregateThatIsNotKnown() {
        // when
        newest.noteIfKnown(ONE, 3, EVENT);
        newest.note(EVENT, 0, null);

        // then
        assertThat(newest.newest(ONE)).isZero();
        assertThat(newest.size()).isZero();
        newest.note(ONE, 4, EVENT);
        newest.noteIfKnown(ONE, 5, OTHER_EVENT);
        assertThat(newest.newest(ONE)).isEqualTo(5);
    }

    @Test
    void shouldKnowAggregatesWhoseIdsAreNoUuids() {
        newest.note("an id of another form", 3, "an event");
        assertThat(newest.newest("an id of another form")).isEqualTo(3);
        assertThat(newest.newest("an id of one more form")).isZero();
        assertThat(newest.contradicts("an id of another form", 3, "another event"))
                .isTrue();
    }

    @Test
    void shouldRefuseToBeTooSmall() {
        assertThatThrownBy(() -> new NewestEvents(2)).isInstanceOf(IllegalArgumentException.class);
    }
}
