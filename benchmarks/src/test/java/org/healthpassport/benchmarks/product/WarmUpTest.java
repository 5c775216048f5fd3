package org.healthpassport.benchmarks.product;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpTest {
    private static final WarmUp USUAL = new WarmUp(ofSeconds(60), ofSeconds(150));

    @ParameterizedTest
    @CsvSource({
        // seconds, per cent of the compiler, over
        "10,   0, false",
        "59,   4, false",
        "60,   4, true",
        "60,   5, false",
        "140, 40, false",
        "149,  5, false",
        "150, 40, true",
        "151, 40, true"
    })
    void shouldEndWhenTheCompilerIsQuietButNeitherTooEarlyNorTooLate(int seconds, int compiler, boolean over) {
        assertThat(USUAL.isOver(ofSeconds(seconds), spent(compiler))).isEqualTo(over);
    }

    @Test
    void shouldLookAfterEachWindowAndAtTheEnd() {
        assertThat(USUAL.next(ofSeconds(0))).isEqualTo(WarmUp.WINDOW);
        assertThat(USUAL.next(ofSeconds(140))).isEqualTo(ofSeconds(10));
        assertThat(USUAL.next(ofSeconds(147))).isEqualTo(ofSeconds(3));
    }

    @Test
    void shouldTakeAsLongAsWasAskedFor() {
        // given
        WarmUp five = WarmUp.exactly(ofSeconds(5));

        // then
        assertThat(five.next(ofSeconds(0))).isEqualTo(ofSeconds(5));
        assertThat(five.isOver(ofSeconds(4), spent(0))).isFalse();
        assertThat(five.isOver(ofSeconds(5), spent(90))).isTrue();
    }

    @Test
    void shouldTakeNobodyForQuietWhoseCompilerIsNotKnown() {
        assertThat(WarmUp.isQuiet(new Spent(100, Map.of(Part.JVM, 100L), 0))).isFalse();
        assertThat(WarmUp.isQuiet(Spent.NOTHING)).isFalse();
    }

    @Property(tries = 300)
    void shouldEndInTimeWhateverTheCompilerDoes(
            @ForAll @IntRange(max = 400) int least,
            @ForAll @IntRange(max = 400) int more,
            @ForAll @IntRange(max = 100) int compiler) {
        // given
        WarmUp warmUp = new WarmUp(ofSeconds(least), ofSeconds(least + more));
        int elapsed = 0;

        // when
        do {
            elapsed += (int) warmUp.next(ofSeconds(elapsed)).toSeconds();
        } while (!warmUp.isOver(ofSeconds(elapsed), spent(compiler)));

        // then
        assertThat(elapsed).isBetween(least, least + more);
    }

    private static Spent spent(int percentOfTheCompiler) {
        return new Spent(
                100, Map.of(Part.COMPILER, (long) percentOfTheCompiler, Part.HTTP, 100L - percentOfTheCompiler), 0);
    }
}
