package org.healthpassport.benchmarks.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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

/** Runs as tests need them. */
final class Runs {
    private Runs() {}

    static BenchmarkRun usual() {
        List<GrowthPoint> growth = new ArrayList<>();
        for (Spread spread : Spread.values()) {
            growth.add(new GrowthPoint("create", spread, 100, 3.1));
            growth.add(new GrowthPoint("create", spread, 10_000, spread == Spread.ONE_PATIENT ? 9.8 : 3.2));
            growth.add(new GrowthPoint("read", spread, 100, 1.2));
            growth.add(new GrowthPoint("read", spread, 10_000, 1.3));
        }
        return new BenchmarkRun(
                new Environment(
                        "Debian 17.0.15",
                        "Linux 6.1 amd64",
                        "Xeon",
                        2,
                        8L << 30,
                        "b50fb403",
                        Instant.parse("2026-11-29T08:46:00Z"),
                        "short"),
                List.of(
                        new Calibration("openssl speed sha256", 1698.8, "MB/s"),
                        new Calibration("openssl speed ecdsap256 (verify)", 14_980, "/s")),
                List.of(
                        measured("liveness", Load.CLOSED, 0.8),
                        measured("create", Load.CLOSED, 3),
                        measured("create", Load.OPEN, 3.4),
                        measured("read", Load.CLOSED, 1.25),
                        measured("upload 100 kB", Load.CLOSED, 4.5),
                        measured("upload 10 MB", Load.CLOSED, 160),
                        measured("download 10 MB", Load.CLOSED, 30)),
                growth,
                List.of(new Figure("start to ready", 11.4, "s"), new Figure("audit ingest", 5200, "/s")),
                List.of(new FunctionCost("QrCode.matrix bytes=100", 812, 830, 95_823)),
                List.of(
                        new Limit("raw insert", 5210, "/s", 0.28),
                        Limit.notMeasured("openssl dgst + enc + copy + sync", "MiB/s", "'openssl' is not installed")),
                List.of(new ShareOfLimit("create", "raw insert", 0.0933)),
                List.of("10^6 records: not run, as MONGODB_URI is not given"));
    }

    static Measurement measured(String scenario, Load load, double cpuMs) {
        return new Measurement(
                scenario,
                load,
                4000,
                0,
                10,
                2.5,
                19.25,
                cpuMs,
                cpuMs * 0.7,
                812.4,
                List.of(
                        new CpuShare("api", cpuMs * 0.7),
                        new CpuShare("store", cpuMs * 0.2),
                        new CpuShare("compiler", cpuMs * 0.1)));
    }

    static BenchmarkRun with(BenchmarkRun run, UnaryOperator<Measurement> change) {
        return new BenchmarkRun(
                run.environment(),
                run.calibrations(),
                run.measurements().stream().map(change).toList(),
                run.growth(),
                run.figures(),
                run.functions(),
                run.limits(),
                run.shares(),
                run.notes());
    }

    static BenchmarkRun ofProfile(BenchmarkRun run, String profile) {
        Environment its = run.environment();
        return new BenchmarkRun(
                new Environment(
                        its.jdk(),
                        its.operatingSystem(),
                        its.processor(),
                        its.cores(),
                        its.memory(),
                        its.commit(),
                        its.began(),
                        profile),
                run.calibrations(),
                run.measurements(),
                run.growth(),
                run.figures(),
                run.functions(),
                run.limits(),
                run.shares(),
                run.notes());
    }

    static BenchmarkRun empty() {
        return new BenchmarkRun(
                usual().environment(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
