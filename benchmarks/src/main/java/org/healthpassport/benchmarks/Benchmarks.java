package org.healthpassport.benchmarks;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.benchmarks.product.Product;
import org.healthpassport.benchmarks.product.ProductFailed;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.scenario.PreparationFailed;
import org.healthpassport.benchmarks.scenario.Profile;
import org.healthpassport.benchmarks.scenario.Scenarios;
import org.jspecify.annotations.Nullable;

/** Runs all measurements, prints them as one table, and writes them into a folder. */
public final class Benchmarks {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Arguments chosen;
        try {
            chosen = Arguments.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USE);
            return;
        }
        BenchmarkRun run;
        try {
            run = measure(chosen, System.getenv("MONGODB_URI"));
        } catch (ProductFailed | PreparationFailed e) {
            System.err.println(e.getMessage());
            System.exit(FAILED);
            return;
        }
        System.out.println(PlainTable.of(run));
        if (run.failures() > 0) {
            System.err.println("FAILED: " + run.failures()
                    + " requests were not answered as expected, so these figures are not to be trusted.");
            System.exit(FAILED);
        }
        // Netty and JMX leave threads behind that end only after a while.
        System.exit(0);
    }

    private static BenchmarkRun measure(Arguments chosen, @Nullable String mongoUri)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Profile profile = chosen.isLong() ? Profile.LONG : Profile.SHORT;
        Map<String, String> settings = new HashMap<>(Limitless.SETTINGS);
        if (mongoUri != null) {
            settings.put("MONGODB_URI", mongoUri);
        }
        System.out.println("Starting the product");
        try (Product product = Product.start(chosen.javaHome(), settings)) {
            Scenarios scenarios = new Scenarios(
                    product, chosen.isLong() && mongoUri != null ? profile.withAMillion() : profile, chosen.only());
            scenarios.run(
                    chosen.warmUp(),
                    line -> System.out.printf("[%3d s] %s%n", (System.nanoTime() - began) / 1_000_000_000, line));
            return new BenchmarkRun(
                    EnvironmentOfRun.look(chosen, Clock.systemUTC()),
                    List.of(),
                    scenarios.measurements(),
                    scenarios.growth(),
                    scenarios.figures(),
                    List.of(),
                    List.of(),
                    scenarios.notes());
        }
    }
}
