package org.healthpassport.aggregates.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SequenceTableTest {

    /** Few different bits, so that many ids are equal in one half. */
    @Provide
    Arbitrary<List<UUID>> ids() {
        Arbitrary<Long> half = Arbitraries.longs().between(-3, 40);
        return Combinators.combine(half, half).as(UUID::new).list().ofMaxSize(2_000);
    }

    @Property(tries = 200)
    void shouldBeAsAMap(@ForAll("ids") List<UUID> ids) {
        SequenceTable table = new SequenceTable(1 << 14);
        Map<UUID, Long> map = new HashMap<>();
        for (UUID id : ids) {
            long value = 1 + map.size() * 7L;
            assertThat(table.get(id)).isEqualTo(map.getOrDefault(id, 0L));
            assertThat(table.put(id, value)).isTrue();
            map.put(id, value);
        }
        assertThat(table.size()).isEqualTo(map.size());
        map.forEach((id, value) -> assertThat(table.get(id)).isEqualTo(value));
    }

    @Property(tries = 100)
    void shouldCountTheIdsThatAnotherDoesNotHave(@ForAll("ids") List<UUID> ids, @ForAll("ids") List<UUID> others) {
        SequenceTable table = new SequenceTable(1 << 14);
        SequenceTable other = new SequenceTable(1 << 14);
        ids.forEach(id -> table.put(id, 1));
        others.forEach(id -> other.put(id, 1));
        assertThat(table.countAbsentIn(other)).isEqualTo((int)
                ids.stream().distinct().filter(id -> !others.contains(id)).count());
    }

    @Test
    void shouldTakeNoMoreThanThreeQuarters() {
        // given
        SequenceTable table = new SequenceTable(1 << 12);
        for (long i = 0; i < 3 << 10; i++) {
            assertThat(table.put(new UUID(i, i), 1)).isTrue();
        }

        // then
        assertThat(table.put(new UUID(-1, -1), 1)).isFalse();
        assertThat(table.get(new UUID(-1, -1))).isZero();
        assertThat(table.put(new UUID(5, 5), 2)).isTrue();
        assertThat(table.get(new UUID(5, 5))).isEqualTo(2);
        assertThat(table.size()).isEqualTo(3 << 10);
    }

    @Test
    void shouldRefuseWhatItCannotHold() {
        assertThatThrownBy(() -> new SequenceTable(1000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SequenceTable(1024).put(new UUID(1, 1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
