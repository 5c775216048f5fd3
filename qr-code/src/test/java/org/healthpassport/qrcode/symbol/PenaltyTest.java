package org.healthpassport.qrcode.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PenaltyTest {

    @Property(tries = 150)
    void shouldCountAsTheStandardSays(@ForAll @IntRange(min = 1, max = 40) int version, @ForAll long seed) {
        // given
        ByteMatrix matrix = lines(new Random(seed), 17 + 4 * version);

        // when
        int penalty = Penalty.of(Modules.of(matrix));

        // then
        assertThat(penalty).isEqualTo(PenaltyByTheBook.of(matrix));
    }

    @Property(tries = 40)
    void shouldCountTheSameAfterTransposing(@ForAll @IntRange(min = 1, max = 40) int version, @ForAll long seed) {
        // given
        ByteMatrix matrix = lines(new Random(seed), 17 + 4 * version);
        ByteMatrix transposed = new ByteMatrix(matrix.getWidth(), matrix.getWidth());
        for (int y = 0; y < matrix.getWidth(); y++) {
            for (int x = 0; x < matrix.getWidth(); x++) {
                transposed.set(y, x, matrix.get(x, y));
            }
        }

        // when, then
        assertThat(Penalty.of(Modules.of(matrix))).isEqualTo(Penalty.of(Modules.of(transposed)));
    }

    /** Judges the judge of the tests above. */
    @ParameterizedTest
    @CsvSource({
        // one side, both sides, none; the quiet zone is light
        "101 0000 1011101 0000 1, 80",
        "101 000 1011101 0000 1, 40",
        "101 0000 1011101 000 1, 40",
        "101 000 1011101 000 1, 0",
        "1011101, 80",
        "1 000 1011101, 40",
        // every run as wide as the ratio says
        "0000 11011101 0000, 0",
        "0000 10111011 0000, 0",
        "0000 101111101 0000, 0",
        "0000 1001110101 0000, 0",
        // twice as wide: light of eight on one side, and of at least two on the other
        "101 00000000 11001111110011 00 1, 40",
        "101 0000000 11001111110011 0000000 1, 0",
        "101 0 11001111110011 00000000 1, 0"
    })
    void shouldFindPatternsThatLookLikeFinders(String line, int expected) {
        assertThat(PenaltyByTheBook.finders(line.replace(" ", ""))).isEqualTo(expected);
    }

    @Test
    void shouldCountAllLight() {
        // given
        ByteMatrix light = new ByteMatrix(21, 21);

        // when, then: 42 lines of 21, 400 blocks, no dark at all
        assertThat(Penalty.of(Modules.of(light))).isEqualTo(42 * (3 + 16) + 3 * 400 + 10 * 9);
    }

    /** Rows made of runs, every other row a copy of the row above with a little noise, so that columns have runs too. */
    private static ByteMatrix lines(Random random, int size) {
        ByteMatrix matrix = new ByteMatrix(size, size);
        int longest = 1 + random.nextInt(12);
        for (int y = 0; y < size; y++) {
            if (y > 0 && random.nextInt(longest) != 0) {
                for (int x = 0; x < size; x++) {
                    matrix.set(x, y, random.nextInt(20) == 0 ? random.nextInt(2) : matrix.get(x, y - 1));
                }
                continue;
            }
            int at = random.nextInt(longest);
            while (at < size) {
                int width = 1 + random.nextInt(longest);
                int[] runs = random.nextInt(3) == 0
                        ? new int[] {width, width, 3 * width, width, width, random.nextInt(5) * width}
                        : new int[] {width, random.nextInt(longest)};
                for (int run = 0; run < runs.length; run++) {
                    for (int end = Math.min(size, at + runs[run]); at < end; at++) {
                        matrix.set(at, y, 1 - run % 2);
                    }
                }
            }
        }
        return matrix;
    }
}
