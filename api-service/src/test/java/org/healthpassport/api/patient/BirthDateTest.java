package org.healthpassport.api.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Year;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class BirthDateTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @Property
    void shouldReadEveryDayMonthAndYearAsWritten(
            @ForAll("days") LocalDate day, @ForAll @IntRange(min = 0, max = 2) int cut) {
        // given
        String text = day.toString().substring(0, 10 - 3 * cut);

        // when
        BirthDate read = BirthDate.parse(text).orElseThrow();

        // then
        assertThat(read.value()).isEqualTo(text);
        assertThat(read.precision()).isEqualTo(BirthDate.Precision.values()[2 - cut]);
        assertThat(read.first()).isEqualTo(cut == 0 ? day : cut == 1 ? day.withDayOfMonth(1) : day.withDayOfYear(1));
        assertThat(read.toString()).doesNotContain(text.substring(0, 4));
    }

    @Property
    void shouldReadNothingElse(
            @ForAll @StringLength(max = 11) @Chars({'0', '1', '2', '9', '-', '+', 'T', ' ', '\u0661'}) String text) {
        BirthDate.parse(text).ifPresent(read -> {
            assertThat(read.value()).isEqualTo(text);
            assertThat(text).matches("[0-9]{4}(-[0-9]{2}){0,2}");
        });
    }

    @Property
    void shouldRefuseThatWhichIsOverOrToCome(
            @ForAll("days") LocalDate day, @ForAll @IntRange(min = 0, max = 2) int cut) {
        // given
        String text = day.toString().substring(0, 10 - 3 * cut);
        String today = TODAY.toString().substring(0, text.length());

        // then dates of one precision are in the order of their texts
        assertThat(BirthDate.parse(text).orElseThrow().objection(TODAY).isEmpty())
                .isEqualTo(text.compareTo("1900") >= 0 && text.compareTo(today) <= 0);
    }

    @Provide
    static Arbitrary<LocalDate> days() {
        Arbitrary<Integer> years = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 9_999),
                Arbitraries.integers().between(1_895, 1_905),
                Arbitraries.integers().between(2_024, 2_028));
        return Combinators.combine(years, Arbitraries.integers().between(1, 366))
                .as((year, day) ->
                        LocalDate.ofYearDay(year, Math.min(day, Year.of(year).length())));
    }
}
