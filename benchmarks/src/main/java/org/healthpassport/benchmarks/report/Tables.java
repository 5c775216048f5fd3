package org.healthpassport.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Environment;
import org.healthpassport.benchmarks.result.Limit;
import org.healthpassport.benchmarks.result.Load;
import org.healthpassport.benchmarks.result.Measurement;
import org.healthpassport.benchmarks.result.ShareOfLimit;

/** The tables of one run; empty ones are left out. */
final class Tables {
    private final BenchmarkRun run;

    Tables(BenchmarkRun run) {
        this.run = run;
    }

    List<Table> all() {
        return Stream.of(requests(), Peer.table(run), shares(), growth(), figures(), functions(), parts())
                .filter(table -> !table.isEmpty())
                .toList();
    }

    /** The machine, the code and the time, in one line. */
    String environment() {
        Environment its = run.environment();
        return Table.oneLine("%s profile, commit %s, %s, JDK %s, %s, %s, %d cores, %.1f GB"
                .formatted(
                        its.profile(),
                        its.commit(),
                        its.began(),
                        its.jdk(),
                        its.operatingSystem(),
                        its.processor(),
                        its.cores(),
                        its.memory() / 1e9));
    }

    /** The speed of the machine, in one line. */
    String calibration() {
        return run.calibrations().isEmpty()
                ? "not measured: 'openssl' is not installed or does not work"
                : run.calibrations().stream()
                        .map(speed -> speed.name() + ": " + Numbers.of(speed.value()) + " " + speed.unit())
                        .map(Table::oneLine)
                        .collect(Collectors.joining("; "));
    }

    private Table requests() {
        Table table = Table.of(
                "Requests, and below them the limits of this machine",
                "scenario",
                "load",
                "#per second",
                "#p50 ms",
                "#p99 ms",
                "#CPU ms",
                "#without compiler",
                "#api alone",
                "#per CPU second",
                "#kB allocated",
                "#failures",
                "share of the limit");
        for (Measurement measured : run.measurements()) {
            table.row(
                    measured.scenario(),
                    measured.load().name().toLowerCase(Locale.ROOT),
                    Numbers.of(measured.perSecond()),
                    Numbers.of(measured.p50Ms()),
                    Numbers.of(measured.p99Ms()),
                    Numbers.of(measured.cpuMs()),
                    Numbers.of(measured.cpuMsWithoutCompiler()),
                    Numbers.of(measured.apiCpuMs()),
                    Numbers.of(measured.perCpuSecond()),
                    Numbers.of(measured.allocatedKb()),
                    Long.toString(measured.failures()),
                    measured.load() == Load.OPEN ? "" : shareOf(measured.scenario()));
        }
        for (Limit limit : run.limits()) {
            table.row(
                    limit.name(),
                    "limit",
                    limit.isMeasured() ? value(limit) : "not measured",
                    "",
                    "",
                    limit.cpuMs() > 0 ? Numbers.of(limit.cpuMs()) : "-",
                    "",
                    "",
                    limit.cpuMs() > 0 ? Numbers.of(1000 / limit.cpuMs()) : "-",
                    "",
                    "",
                    limit.notMeasured() == null ? "" : limit.notMeasured());
        }
        return table;
    }

    /** The unit only where it is not that of the column. */
    private static String value(Limit limit) {
        return limit.unit().equals("/s") ? Numbers.of(limit.value()) : Numbers.of(limit.value()) + " " + limit.unit();
    }

    /** The last one of a scenario is the one of everything that it needs together. */
    private String shareOf(String scenario) {
        return run.shares().stream()
                .filter(share -> share.scenario().equals(scenario))
                .reduce((first, second) -> second)
                .map(share -> Numbers.percent(share.reached()))
                .orElse("");
    }

    private Table shares() {
        Table table = Table.of("Shares of the limits", "scenario", "limit", "#reached");
        for (ShareOfLimit share : run.shares()) {
            table.row(share.scenario(), share.limit(), Numbers.percent(share.reached()));
        }
        return table;
    }

    private Table growth() {
        Table table = Table.of("Growth", "scenario", "records of", "#records", "#CPU ms");
        run.growth()
                .forEach(point -> table.row(
                        point.scenario(),
                        point.spread().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        String.format(Locale.ROOT, "%,d", point.records()),
                        Numbers.of(point.cpuMs())));
        return table;
    }

    private Table figures() {
        Table table = Table.of("Start, memory and more", "figure", "#value", "unit");
        run.figures().forEach(figure -> table.row(figure.name(), Numbers.of(figure.value()), figure.unit()));
        return table;
    }

    private Table functions() {
        Table table =
                Table.of("Hot functions", "function", "#CPU us", "#us", "#bytes allocated", "#calls per CPU second");
        run.functions()
                .forEach(function -> table.row(
                        function.name(),
                        Numbers.of(function.cpuUs()),
                        Numbers.of(function.wallUs()),
                        Numbers.of(function.allocatedBytes()),
                        Numbers.of(function.perCpuSecond())));
        return table;
    }

    private Table parts() {
        Table table = Table.of("CPU of a request by part", "scenario", "load", "part", "#CPU ms");
        for (Measurement measured : run.measurements()) {
            measured.parts()
                    .forEach(part -> table.row(
                            measured.scenario(),
                            measured.load().name().toLowerCase(Locale.ROOT),
                            part.part(),
                            Numbers.of(part.cpuMs())));
        }
        return table;
    }
}
