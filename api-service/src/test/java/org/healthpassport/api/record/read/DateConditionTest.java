package org.healthpassport.api.record.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.record.key.ClinicalTime;
import org.healthpassport.fhir.catalog.DateBounds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateConditionTest {
    private static final Set<String> PREFIXES = Set.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb");

    /** Most of these are the examples of FHIR R4, search.html#prefix and search.html#date. */
    @ParameterizedTest
    @CsvSource({
        "2013-01-14,          2013-01-14T00:00:00Z,  2013-01-14T00:00:00Z,   eq le ge",
        "2013-01-14,          2013-01-14T10:00:00Z,  2013-01-14T10:00:00Z,   eq le ge",
        "2013-01-14,          2013-01-15T00:00:00Z,  2013-01-15T00:00:00Z,   ne gt ge sa",
        "2013-01-14,          2013-01-13T23:59:59Z,  2013-01-13T23:59:59Z,   ne lt le eb",
        "2013-01-14T10:00,    2013-01-14T10:00:30Z,  2013-01-14T10:00:30Z,   eq le ge",
        "2013-01-14T10:00,    2013-01-14T10:01:00Z,  2013-01-14T10:01:00Z,   ne gt ge sa",
        "2013-01-14T10:00:00Z, 2013-01-14T10:00:00.5Z, 2013-01-14T10:00:00.5Z, eq le ge",
        "2013-01-14T10:00:00.5Z,   2013-01-14T10:00:00.500Z, 2013-01-14T10:00:00.500Z, eq le ge",
        "2013-01-14T10:00:00.50Z,  2013-01-14T10:00:00.5Z, 2013-01-14T10:00:00.5Z, eq le ge",
        "2013-01-14T10:00:00.500Z, 2013-01-14T10:00:00.5Z, 2013-01-14T10:00:00.5Z, eq le ge",
        "2013-01-14T10:00:00.500000Z, 2013-01-14T10:00:00.5Z, 2013-01-14T10:00:00.5Z, eq le ge",
        "2013-01-14T10:00:00.000Z, 2013-01-14T10:00:00.5Z, 2013-01-14T10:00:00.5Z, ne gt ge sa",
        "2013-01-14T10:00:00.5Z,   2013-01-14T10:00:00.55Z, 2013-01-14T10:00:00.55Z, ne gt ge sa",
        "2013-01-14T10:00:00.5Z,   2013-01-14T10:00:00.5001Z, 2013-01-14T10:00:00.5001Z, eq le ge",
        "2013-01-14T10:00:00.5001Z, 2013-01-14T10:00:00.5Z, 2013-01-14T10:00:00.5Z, ne gt ge lt le",
        "2013-01-14T10:00:00+02:00, 2013-01-14T08:00:00Z, 2013-01-14T08:00:00Z, eq le ge",
        "2013-03-14,          2013-03-14,            ,                       ne gt ge",
        "2013-03-14,          ,                      2013-03-14,             ne lt le",
        "2013-03-14,          2013-01-21,            2013-12-31,             ne gt ge lt le",
        "2013-03-14,          2013-03-15,            ,                       ne gt ge sa",
        "2013-03-14,          ,                      2013-03-13,             ne lt le eb",
        "2013-03-14,          2013-03,               2013-03,                ne gt ge lt le",
        "2013-03,             2013-03-14,            2013-03-15,             eq ge le",
        "2013,                2012-12,               2013-01,                ne lt le",
        "2013,                2013-12,               2014-01,                ne gt ge",
        "2013,                2013,                  2013,                   eq ge le",
        "1850-02-29T24:00,    2013,                  2013,                   "
    })
    void shouldCompareRangesAsFhirDoes(String value, @Nullable String start, @Nullable String end, String holding) {
        if (holding == null) {
            assertThat(refusal(value)).isEqualTo(new FilterRefusal.UnreadableDate());
            return;
        }
        ClinicalTime time = new ClinicalTime(
                start == null ? null : DateBounds.of(start).orElseThrow().first(),
                end == null ? null : DateBounds.of(end).orElseThrow().last());

        assertThat(PREFIXES.stream()
                        .filter(prefix -> DateCondition.of(prefix + value).holds(time)))
                .containsExactlyInAnyOrder(holding.split(" "));
        assertThat(DateCondition.of(value)).isEqualTo(DateCondition.of("eq" + value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ge",
                "ap2013",
                "GE2013",
                "xx2013",
                "2013-13",
                "2013-02-30",
                "13",
                "ge ge2013",
                "2013,2014",
                "2013-01-14T10",
                "2013-01-14 10:00",
                "yesterday",
                "ge2013-01-14T10:00:00 02:00",
                "2013T"
            })
    void shouldRefuseWhatIsNoCondition(String text) {
        assertThat(refusal(text)).isEqualTo(new FilterRefusal.UnreadableDate());
    }

    @Property
    void shouldRelateThePrefixesAsTheirWordsDo(@ForAll("values") DateBounds value, @ForAll("times") ClinicalTime time) {
        Set<DateCondition.Prefix> holding = Stream.of(DateCondition.Prefix.values())
                .filter(prefix -> new DateCondition(prefix, value).holds(time))
                .collect(Collectors.toSet());

        boolean equal = holding.contains(DateCondition.Prefix.EQ);
        boolean greater = holding.contains(DateCondition.Prefix.GT);
        boolean less = holding.contains(DateCondition.Prefix.LT);
        assertThat(holding.contains(DateCondition.Prefix.NE)).isEqualTo(!equal).isEqualTo(greater || less);
        assertThat(holding.contains(DateCondition.Prefix.GE)).isEqualTo(greater || equal);
        assertThat(holding.contains(DateCondition.Prefix.LE)).isEqualTo(less || equal);
        if (holding.contains(DateCondition.Prefix.SA)) {
            assertThat(greater && !less).isTrue();
        }
        if (holding.contains(DateCondition.Prefix.EB)) {
            assertThat(less && !greater).isTrue();
        }
    }

    @Provide
    Arbitrary<DateBounds> values() {
        return Combinators.combine(hours(), Arbitraries.integers().between(0, 3))
                .as((first, length) -> new DateBounds(first, first.plus(Duration.ofHours(length))));
    }

    @Provide
    Arbitrary<ClinicalTime> times() {
        return Combinators.combine(
                        hours().injectNull(0.2), Arbitraries.integers().between(0, 3), Arbitraries.of(true, false))
                .as((first, length, isOpen) -> first == null
                        ? new ClinicalTime(null, Instant.EPOCH.plus(Duration.ofHours(length)))
                        : new ClinicalTime(first, isOpen ? null : first.plus(Duration.ofHours(length))));
    }

    private static Arbitrary<Instant> hours() {
        return Arbitraries.integers().between(0, 5).map(hour -> Instant.EPOCH.plus(Duration.ofHours(hour)));
    }

    private static Object refusal(String text) {
        return catchThrowableOfType(Refused.class, () -> DateCondition.of(text)).refusal();
    }
}
