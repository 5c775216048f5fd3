package org.healthpassport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.healthpassport.benchmarks.limit.Calibrations;
import org.healthpassport.benchmarks.limit.Limits;
import org.healthpassport.benchmarks.limit.Shares;
import org.healthpassport.benchmarks.micro.HotFunctions;
import org.healthpassport.benchmarks.product.ProductFailed;
import org.healthpassport.benchmarks.report.Comparison;
import org.healthpassport.benchmarks.report.Report;
import org.healthpassport.benchmarks.report.ResultFile;
import org.healthpassport.benchmarks.report.UnusableResults;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Calibration;
import org.healthpassport.benchmarks.result.Environment;
import org.healthpassport.benchmarks.result.FunctionCost;
import org.healthpassport.benchmarks.result.Limit;
import org.jspecify.annotations.Nullable;

/** Runs all measurements, prints them as tables, and writes them into a folder; or compares two results. */
public final class Benchmarks {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Netty and JMX leave threads behind that end only after a while.
        System.exit(run(arguments));
    }

    private static int run(String... arguments) throws IOException, InterruptedException {
        try {
            Arguments chosen = Arguments.of(arguments);
            return chosen.compared().isEmpty() ? measure(chosen, System.getenv("MONGODB_URI")) : compare(chosen);
        } catch (IllegalArgumentException | UnusableResults e) {
            System.err.println(e.getMessage());
            return WRONG_USE;
        } catch (ProductFailed e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }

    private static int compare(Arguments chosen) throws UnusableResults {
        BenchmarkRun before = ResultFile.read(chosen.compared().get(0));
        BenchmarkRun after = ResultFile.read(chosen.compared().get(1));
        System.out.println(Comparison.of(before, after).text());
        return 0;
    }

    private static int measure(Arguments chosen, @Nullable String mongoUri) throws IOException, InterruptedException {
        Progress progress = new Progress();
        Environment environment = EnvironmentOfRun.look(chosen, Clock.systemUTC());
        progress.accept("Calibrating");
        List<Calibration> calibrations = Calibrations.measure();
        ProductRun product = ProductRun.measure(chosen, mongoUri, progress);
        List<String> notes = new ArrayList<>(product.notes());
        if (calibrations.isEmpty()) {
            notes.add("There is no openssl here, so results of other machines cannot be compared with these.");
        }
        List<Limit> limits = List.of();
        if (chosen.isWanted("limits")) {
            progress.accept("Measuring the limits");
            Path scratch = Files.createDirectories(chosen.results());
            limits = (chosen.profile().isLong() ? Limits.thoroughly() : Limits.shortly()).measure(scratch, mongoUri);
        }
        List<FunctionCost> functions = List.of();
        if (chosen.isNamed("functions") || (chosen.profile().functions() && chosen.isWanted("functions"))) {
            progress.accept("Measuring hot functions");
            functions = (chosen.profile().isLong() ? HotFunctions.thoroughly() : HotFunctions.shortly()).measure("");
        } else {
            notes.add("Hot functions: only in the long profile, or with --only functions.");
        }
        BenchmarkRun run = new BenchmarkRun(
                environment,
                calibrations,
                product.measurements(),
                product.growth(),
                product.figures(),
                functions,
                limits,
                Shares.of(product.measurements(), limits),
                notes);
        Report report = new Report(run);
        System.out.println(report.text());
        System.out.println("Written: " + report.write(chosen.results()));
        return verdict(run, product);
    }

    private static int verdict(BenchmarkRun run, ProductRun product) {
        if (run.failures() > 0) {
            System.err.println("FAILED: " + run.failures()
                    + " requests were not answered as expected, so these figures are not to be trusted.");
        }
        if (!product.complete()) {
            System.err.println("FAILED: not everything was measured; the notes say why.");
        }
        return run.failures() > 0 || !product.complete() ? FAILED : 0;
    }
}
