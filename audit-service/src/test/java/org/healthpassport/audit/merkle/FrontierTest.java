package org.healthpassport.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrontierTest {
    private static final List<Hash> LEAVES = Leaves.numbered(1100);

    @Property(tries = 200)
    void shouldGrowInAnySteps(@ForAll @IntRange(max = 550) int first, @ForAll @IntRange(max = 550) int second) {
        // when
        Frontier once = Frontier.EMPTY.append(LEAVES.subList(0, first + second));
        Frontier twice = Frontier.EMPTY.append(LEAVES.subList(0, first)).append(LEAVES.subList(first, first + second));

        // then
        assertThat(twice).isEqualTo(once);
        assertThat(once.root()).isEqualTo(DefinedTree.root(LEAVES.subList(0, first + second)));
    }

    @Test
    void shouldCarryAllBitsOfTheLargestTree() {
        // given: 2^62 - 1 leaves, for whose hashes any will do
        Frontier frontier = new Frontier((1L << 62) - 1, LEAVES.subList(0, 62));

        // when
        Frontier grown = frontier.append(List.of(LEAVES.get(62)));

        // then
        assertThat(grown.size()).isEqualTo(1L << 62);
        assertThat(grown.peaks()).hasSize(1);
    }

    @Test
    void shouldRefuseHashesThatAreNotThoseOfTheSize() {
        List<Hash> two = LEAVES.subList(0, 2);
        assertThat(new Frontier(3, two).peaks()).isEqualTo(two);
        Stream.of(0L, 4L, 7L, -1L, Long.MIN_VALUE)
                .forEach(wrong -> assertThatIllegalArgumentException().isThrownBy(() -> new Frontier(wrong, two)));
    }

    @Test
    void shouldRefuseHashOfOtherLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> Hash.of(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> Hash.of(new byte[33]));
    }

    @Test
    void shouldKeepHashFromChanging() {
        // given
        byte[] bytes = new byte[Hash.BYTES];
        Hash hash = Hash.of(bytes);

        // when
        bytes[0] = 1;
        hash.bytes()[1] = 1;

        // then
        assertThat(hash).isEqualTo(Hash.of(new byte[Hash.BYTES]));
        assertThat(hash).isNotEqualTo(Hash.of(bytes));
    }
}
