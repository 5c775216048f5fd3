package org.healthpassport.benchmarks;

import java.util.List;
import java.util.Locale;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Measurement;

/** The results of a run as text. */
final class PlainTable {
    private PlainTable() {}

    static String of(BenchmarkRun run) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%-18s %-6s %8s %8s %9s %9s %9s %9s %9s %10s",
                "scenario",
                "load",
                "requests",
                "per s",
                "p50 ms",
                "p99 ms",
                "CPU ms",
                "api ms",
                "kB",
                "per CPU s");
        for (Measurement measured : run.measurements()) {
            line(
                    text,
                    "%-18s %-6s %8d %8.1f %9.1f %9.1f %9.2f %9.2f %9.0f %10.1f%s",
                    measured.scenario(),
                    measured.load().name().toLowerCase(Locale.ROOT),
                    measured.requests(),
                    measured.perSecond(),
                    measured.p50Ms(),
                    measured.p99Ms(),
                    measured.cpuMs(),
                    measured.apiCpuMs(),
                    measured.allocatedKb(),
                    measured.perCpuSecond(),
                    measured.failures() > 0 ? "  " + measured.failures() + " FAILED" : "");
        }
        run.growth()
                .forEach(point -> line(
                        text,
                        "growth: %-8s %-14s %8d records: CPU %.2f ms",
                        point.scenario(),
                        point.spread(),
                        point.records(),
                        point.cpuMs()));
        run.figures().forEach(figure -> line(text, "%-30s %10.2f %s", figure.name(), figure.value(), figure.unit()));
        List.copyOf(run.notes()).forEach(note -> line(text, "%s", note));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
