package org.healthpassport.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.ListArbitrary;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Calibration;
import org.healthpassport.benchmarks.result.CpuShare;
import org.healthpassport.benchmarks.result.Environment;
import org.healthpassport.benchmarks.result.Figure;
import org.healthpassport.benchmarks.result.FunctionCost;
import org.healthpassport.benchmarks.result.GrowthPoint;
import org.healthpassport.benchmarks.result.Limit;
import org.healthpassport.benchmarks.result.Load;
import org.healthpassport.benchmarks.result.Measurement;
import org.healthpassport.benchmarks.result.ShareOfLimit;
import org.healthpassport.benchmarks.result.Spread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFileTest {
    @Property(tries = 200)
    void shouldReadWhatItWrote(@ForAll("runs") BenchmarkRun run) throws Exception {
        assertThat(ResultFile.parse("a.json", ResultFile.json(run))).isEqualTo(run);
    }

    @Test
    void shouldReadFileOfReport(@TempDir Path folder) throws Exception {
        // given
        Path written = new Report(Runs.usual()).write(folder);

        // then
        assertThat(ResultFile.read(written.resolve("results.json"))).isEqualTo(Runs.usual());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,2", "not json", "{\"a\":1}{", "\u0000"})
    void shouldRefuseOtherTexts(String text) {
        assertThatThrownBy(() -> ResultFile.parse("a.json", text))
                .isInstanceOf(UnusableResults.class)
                .message()
                .isIn("a.json is not JSON.", "a.json is JSON, but not a file of results.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"format\"", "17", "{}", "{\"format\":\"other\",\"version\":1}"})
    void shouldRefuseJsonOfOthers(String json) {
        assertThatThrownBy(() -> ResultFile.parse("a.json", json))
                .isInstanceOf(UnusableResults.class)
                .hasMessage("a.json is JSON, but not a file of results.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "1.5", "\"1\"", "null", "[]", "99999999999999999999"})
    void shouldRefuseUnknownVersion(String version) {
        // given
        String json = ResultFile.json(Runs.usual()).replace("\"version\" : 1", "\"version\" : " + version);

        // then
        assertThatThrownBy(() -> ResultFile.parse("a.json", json))
                .isInstanceOf(UnusableResults.class)
                .hasMessage("a.json has version " + version
                        + " of the results; this program reads version 1 only. Measure again.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"profile\"",
                "\"environment\"",
                "\"measurements\"",
                "\"scenario\"",
                "\"load\"",
                "\"cpuMs\"",
                "\"spread\"",
                "\"unit\"",
                "\"functions\"",
                "\"parts\"",
                "\"run\""
            })
    void shouldRefuseFileWithoutAMember(String member) {
        // given
        String json = ResultFile.json(Runs.usual()).replaceFirst(member, "\"gone\"");

        // then
        assertThatThrownBy(() -> ResultFile.parse("a.json", json))
                .isInstanceOf(UnusableResults.class)
                .hasMessage("a.json is a file of results, but parts are missing or damaged.");
    }

    @Test
    void shouldRefuseValuesOfAnotherKind() {
        // given
        String json = ResultFile.json(Runs.usual()).replaceFirst("\"CLOSED\"", "\"SIDEWAYS\"");

        // then
        assertThatThrownBy(() -> ResultFile.parse("a.json", json)).isInstanceOf(UnusableResults.class);
    }

    @Property(tries = 300)
    void shouldRefuseOrReadWhateverIsDamaged(@ForAll("damages") String json) {
        assertThat(catchThrowable(() -> new Report(ResultFile.parse("a.json", json)).text()))
                .satisfiesAnyOf(
                        nothing -> assertThat(nothing).isNull(),
                        refusal -> assertThat(refusal).isInstanceOf(UnusableResults.class));
    }

    @Test
    void shouldRefuseWhatIsNoFile(@TempDir Path folder) throws Exception {
        // given
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xC3, (byte) 0x28});

        // then
        for (Path file : new Path[] {folder, bytes, folder.resolve("missing.json")}) {
            assertThatThrownBy(() -> ResultFile.read(file))
                    .isInstanceOf(UnusableResults.class)
                    .hasMessageEndingWith("cannot be read: it is missing, a folder, or not text.");
        }
    }

    /** A usual file in which some characters are replaced by others. */
    @Provide
    Arbitrary<String> damages() {
        String usual = ResultFile.json(Runs.usual());
        return Combinators.combine(
                        Arbitraries.integers().between(0, usual.length() - 1),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.of("", "null", "[]", "{}", "-1", "1e999", "\"", "NaN", "\\u001b[2J", "\u0000"))
                .as((from, length, put) ->
                        usual.substring(0, from) + put + usual.substring(Math.min(usual.length(), from + length)));
    }

    @Provide
    Arbitrary<BenchmarkRun> runs() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(12);
        Arbitrary<Double> number = Arbitraries.doubles();
        Arbitrary<Long> count = Arbitraries.longs();
        Arbitrary<Environment> environments = Combinators.combine(
                        text,
                        text,
                        Arbitraries.integers(),
                        count,
                        Arbitraries.longs().between(0, 4_000_000_000_000L),
                        text)
                .as((a, b, cores, memory, time, profile) ->
                        new Environment(a, b, a, cores, memory, b, Instant.ofEpochMilli(time), profile));
        Arbitrary<CpuShare> parts = Combinators.combine(text, number).as(CpuShare::new);
        Arbitrary<Measurement> measurements = Combinators.combine(
                        text,
                        Arbitraries.of(Load.class),
                        count,
                        number,
                        number,
                        parts.list().ofMaxSize(2))
                .as((scenario, load, requests, one, other, shares) ->
                        new Measurement(scenario, load, requests, 1, one, other, one, other, one, other, shares));
        return Combinators.combine(
                        environments,
                        some(measurements),
                        some(Combinators.combine(text, Arbitraries.of(Spread.class), count, number)
                                .as(GrowthPoint::new)),
                        some(Combinators.combine(text, number, text).as(Figure::new)),
                        some(Combinators.combine(text, number, number, number).as(FunctionCost::new)),
                        some(Combinators.combine(text, number, text, number, text.injectNull(0.5))
                                .as(Limit::new)),
                        some(Combinators.combine(text, text, number).as(ShareOfLimit::new)),
                        some(text))
                .as((environment, measured, growth, figures, functions, limits, shares, notes) -> new BenchmarkRun(
                        environment,
                        figures.stream()
                                .map(figure -> new Calibration(figure.name(), figure.value(), figure.unit()))
                                .toList(),
                        measured,
                        growth,
                        figures,
                        functions,
                        limits,
                        shares,
                        notes));
    }

    private static <T> ListArbitrary<T> some(Arbitrary<T> values) {
        return values.list().ofMaxSize(3);
    }
}
