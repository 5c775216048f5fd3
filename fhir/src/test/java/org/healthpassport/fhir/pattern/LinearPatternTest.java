package org.healthpassport.fhir.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.TypeDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
    private static final List<String> OFFICIAL = Definitions.r4().primitives().stream()
            .map(TypeDefinition::regex)
            .filter(Objects::nonNull)
            .sorted()
            .toList();

    private static final Map<String, LinearPattern> LINEAR =
            OFFICIAL.stream().distinct().collect(Collectors.toMap(Function.identity(), LinearPattern::compile));

    /** Values of primitive types, which match or nearly match. */
    private static final List<String> SAMPLES = List.of(
            "2020-02-29T23:59:60.123+14:00",
            "1900-12-31",
            "12:30:00",
            "urn:oid:1.2.840.10008",
            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "aGVs bG8= \n",
            "a code of four",
            "-12.50e+3",
            "true",
            "http://example.org/\u00fc?a b",
            "\ud83d\ude00 \u0085\u00a0\u2028");

    @Property(tries = 2_000)
    void shouldAgreeWithTheRegularExpressionsOfJava(@ForAll("regexes") String regex, @ForAll("texts") String text) {
        assertThat(LINEAR.get(regex).matches(text)).isEqualTo(Pattern.matches(regex, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "aaaa", "a a ", "0.", "1", "\u00fc", "\u0000"})
    void shouldBeDoneSoonWhateverTheText(String part) {
        // given
        String text = part.repeat(500_000) + "\u0001";

        // then: in time of the processor, which other work on the machine does not lengthen
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThat(processorTime(() -> LINEAR.values().forEach(pattern -> pattern.matches(text))))
                        .isLessThan(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(?=a)", "(?!a)", "(?<=a)", "(?>a)", "a*+", "(a)\\1", "a{1001}", "(a", "a)", "[a", "\\", "a|*"})
    void shouldRefuseExpressionsThatTakeLongerOrAreMalformed(String regex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearPattern.compile(regex))
                .withMessageStartingWith("Expected a simpler expression than ")
                .withMessageEndingWith(" in " + regex);
    }

    private static Duration processorTime(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
    }

    @Provide
    Arbitrary<String> regexes() {
        return Arbitraries.of(OFFICIAL);
    }

    /** A sample, cut short and with one character replaced: short, as Java takes years for longer ones. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> altered = Arbitraries.of(SAMPLES)
                .flatMap(sample -> Arbitraries.integers()
                        .between(0, sample.length())
                        .flatMap(cut -> Arbitraries.integers()
                                .between(0, sample.length() - 1)
                                .flatMap(at -> Arbitraries.of(
                                                "",
                                                "0",
                                                "9",
                                                "-",
                                                ":",
                                                " ",
                                                "\u000b",
                                                "\f",
                                                "Z",
                                                "a",
                                                "=",
                                                "\u00fc",
                                                "\ud83d\ude00",
                                                "+",
                                                sample.substring(at, at + 1))
                                        .map(with -> sample.substring(0, Math.min(at, cut))
                                                + with
                                                + sample.substring(Math.max(Math.min(at + 1, cut), 0), cut)))));
        return Arbitraries.oneOf(
                altered, Arbitraries.of(SAMPLES), Arbitraries.strings().ascii().ofMaxLength(12));
    }
}
