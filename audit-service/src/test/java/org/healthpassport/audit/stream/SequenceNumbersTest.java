package org.healthpassport.audit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.healthpassport.audit.stream.SequenceNumbers.Range;

class SequenceNumbersTest {
    @Property(tries = 300)
    void shouldBeTheSetThatItStandsFor(
            @ForAll @Size(max = 30) Set<@LongRange(min = 1, max = 40) Long> some,
            @ForAll @Size(max = 30) Set<@LongRange(min = 1, max = 40) Long> others) {
        SequenceNumbers numbers = numbers(some);
        TreeSet<Long> both = new TreeSet<>(some);
        both.addAll(others);
        TreeSet<Long> left = new TreeSet<>(some);
        left.removeAll(others);
        TreeSet<Long> common = new TreeSet<>(some);
        common.retainAll(others);

        assertThat(set(numbers)).isEqualTo(new TreeSet<>(some));
        assertThat(numbers.plus(numbers(others))).isEqualTo(numbers(both));
        assertThat(numbers.minus(numbers(others))).isEqualTo(numbers(left));
        assertThat(numbers.and(numbers(others))).isEqualTo(numbers(common));
        assertThat(numbers.count()).isEqualTo(some.size());
        assertThat(numbers.last())
                .isEqualTo(some.stream().mapToLong(n -> n).max().orElse(0));
        assertThat(numbers.through())
                .isEqualTo(LongStream.rangeClosed(1, 41)
                                .filter(n -> !some.contains(n))
                                .findFirst()
                                .orElseThrow()
                        - 1);
        assertThat(numbers.ranges())
                .isSortedAccordingTo((a, b) -> Long.compare(a.from(), b.from()))
                .hasSameElementsAs(numbers.plus(numbers).ranges());
    }

    @Property(tries = 100)
    void shouldFindWhatLeadsToANumber(
            @ForAll @Size(max = 30) Set<@LongRange(min = 1, max = 40) Long> some,
            @ForAll @LongRange(min = 1, max = 40) long number) {
        TreeSet<Long> run = new TreeSet<>();
        for (long n = number; some.contains(n); n--) {
            run.add(n);
        }
        assertThat(set(numbers(some).runUpTo(number))).isEqualTo(run);
    }

    private static SequenceNumbers numbers(Collection<Long> of) {
        return of.stream().map(n -> SequenceNumbers.of(n, n)).reduce(SequenceNumbers.NONE, SequenceNumbers::plus);
    }

    private static TreeSet<Long> set(SequenceNumbers numbers) {
        return numbers.ranges().stream()
                .flatMapToLong(SequenceNumbersTest::members)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static LongStream members(Range range) {
        return LongStream.rangeClosed(range.from(), range.to());
    }
}
