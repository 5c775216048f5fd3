package org.healthpassport.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Calibration;
import org.healthpassport.benchmarks.result.Figure;
import org.healthpassport.benchmarks.result.Load;
import org.healthpassport.benchmarks.result.Measurement;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void shouldMarkWhatChangedByMoreThanATenth() throws Exception {
        // given
        BenchmarkRun after = Runs.with(Runs.usual(), measured -> switch (measured.scenario()) {
            case "create" -> Runs.measured("create", measured.load(), measured.cpuMs() / 2);
            case "read" -> Runs.measured("read", measured.load(), measured.cpuMs() * 1.2);
            case "liveness" -> Runs.measured("liveness", measured.load(), measured.cpuMs() * 1.09);
            default -> measured;
        });

        // when
        String text = Comparison.of(Runs.usual(), after).text();

        // then
        assertThat(line(text, "create", "closed")).contains("3.00", "1.50", "0.50 better");
        assertThat(line(text, "read", "closed")).contains("1.20 WORSE");
        assertThat(line(text, "liveness", "closed")).contains("1.09").doesNotContain("WORSE", "better");
    }

    @Test
    void shouldTakeMoreRequestsForBetterAndMoreTimeForWorse() throws Exception {
        // given
        Measurement before = Runs.measured("create", Load.CLOSED, 3);
        Measurement after = new Measurement(
                before.scenario(), before.load(), 8000, 0, 10, 2.5, 40, before.cpuMs(), 1, 812.4, List.of());

        // when
        String text = Comparison.of(
                        Runs.usual(),
                        Runs.with(
                                Runs.usual(),
                                it -> it.scenario().equals("create") && it.load() == Load.CLOSED ? after : it))
                .text();

        // then
        assertThat(line(text, "create", "closed")).contains("2.00 better", "2.08 WORSE");
    }

    @Test
    void shouldTakeHigherRatesForBetterAndLongerTimesForWorse() throws Exception {
        // given
        BenchmarkRun after = figures(20, 7000, 7000);

        // when
        List<String> lines =
                Comparison.of(figures(10, 5000, 5000), after).text().lines().toList();

        // then
        assertThat(lines).anyMatch(line -> line.matches("start to ready +s +10.0 +20.0 +2.00 WORSE"));
        assertThat(lines).anyMatch(line -> line.matches("audit ingest +/s +5,000 +7,000 +1.40 better"));
        assertThat(lines)
                .anyMatch(
                        line -> line.matches("audit ingest +entries per second of its CPU +5,000 +7,000 +1.40 better"));
    }

    @Test
    void shouldShowScenariosThatOneRunLeftOut() throws Exception {
        // when
        String gone = Comparison.of(Runs.usual(), Runs.empty()).text();
        String come = Comparison.of(Runs.empty(), Runs.usual()).text();

        // then
        assertThat(line(gone, "read", "closed").split(" {2,}")).containsSequence("1.25", "not run", "-");
        assertThat(line(come, "read", "closed").split(" {2,}")).containsSequence("not run", "1.25", "-");
    }

    @Test
    void shouldRefuseRunsOfDifferentProfiles() {
        assertThatThrownBy(() -> Comparison.of(Runs.usual(), Runs.ofProfile(Runs.usual(), "long")))
                .isInstanceOf(UnusableResults.class)
                .hasMessage(
                        "The first file is of the profile 'short', the second of 'long'; measure both in one profile.");
    }

    @Test
    void shouldTellMachinesOfDifferentSpeed() throws Exception {
        // given
        BenchmarkRun usual = Runs.usual();
        BenchmarkRun faster = usual.with(
                List.of(new Calibration("openssl speed sha256", 1698.8 * 1.5, "MB/s")),
                usual.functions(),
                usual.limits(),
                usual.shares());

        // then
        assertThat(Comparison.of(usual, faster).text())
                .endsWith("The machines are not equally fast, so the ratios above tell of both code and machine."
                        + " Calibration: openssl speed sha256 1.50.\n");
        assertThat(Comparison.of(usual, usual).text())
                .endsWith("The machines are equally fast: no calibration differs by more than 10 %.\n");
        assertThat(Comparison.of(usual, Runs.empty()).text())
                .endsWith("The speed of the machines is not known: at least one run has no calibration.\n");
    }

    @Test
    void shouldCompareZeroWithoutRatio() throws Exception {
        // given
        BenchmarkRun zero = Runs.with(Runs.usual(), measured -> Runs.measured(measured.scenario(), measured.load(), 0));

        // then
        assertThat(line(Comparison.of(zero, Runs.usual()).text(), "read", "closed"))
                .doesNotContain("Infinity", "NaN");
    }

    private static BenchmarkRun figures(double start, double rate, double perCpuSecond) {
        BenchmarkRun usual = Runs.usual();
        return new BenchmarkRun(
                usual.environment(),
                usual.calibrations(),
                usual.measurements(),
                usual.growth(),
                List.of(
                        new Figure("start to ready", start, "s"),
                        new Figure("audit ingest", rate, "/s"),
                        new Figure("audit ingest", perCpuSecond, "entries per second of its CPU")),
                usual.functions(),
                usual.limits(),
                usual.shares(),
                usual.notes());
    }

    private static String line(String text, String scenario, String load) {
        return text.lines()
                .filter(line -> line.matches(scenario + " +" + load + " .*"))
                .findFirst()
                .orElseThrow();
    }
}
