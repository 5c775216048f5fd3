package org.healthpassport.benchmarks;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.benchmarks.product.OwnDatabase;
import org.healthpassport.benchmarks.product.Product;
import org.healthpassport.benchmarks.product.ProductFailed;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.scenario.Profile;
import org.healthpassport.benchmarks.scenario.Scenarios;
import org.jspecify.annotations.Nullable;

/** Runs all measurements, prints them as one table, and writes them into a folder. */
public final class Benchmarks {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final String ENDED_EARLY = "The run ended early: ";

    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Arguments chosen;
        try {
            chosen = Arguments.of(arguments);
            chosen.requireKnown(Scenarios.NAMES);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USE);
            return;
        }
        BenchmarkRun run;
        try {
            run = measure(chosen, System.getenv("MONGODB_URI"));
        } catch (ProductFailed | IllegalArgumentException e) {
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
        if (run.notes().stream().anyMatch(note -> note.startsWith(ENDED_EARLY))) {
            System.err.println("FAILED: not everything was measured.");
            System.exit(FAILED);
        }
        // Netty and JMX leave threads behind that end only after a while.
        System.exit(0);
    }

    private static BenchmarkRun measure(Arguments chosen, @Nullable String mongoUri)
            throws IOException, InterruptedException {
        if (mongoUri == null) {
            return measure(chosen, chosen.isLong() ? Profile.LONG : Profile.SHORT, Limitless.SETTINGS);
        }
        try (OwnDatabase database = OwnDatabase.in(mongoUri)) {
            Map<String, String> settings = new HashMap<>(Limitless.SETTINGS);
            settings.put("MONGODB_URI", database.uri());
            return measure(chosen, chosen.isLong() ? Profile.LONG.withAMillion() : Profile.SHORT, settings);
        }
    }

    private static BenchmarkRun measure(Arguments chosen, Profile profile, Map<String, String> settings)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        System.out.println("Starting the product");
        try (Product product = Product.start(chosen.javaHome(), settings)) {
            Scenarios scenarios = new Scenarios(product, profile, chosen.only());
            Optional<String> early = Optional.empty();
            try {
                scenarios.run(
                        chosen.warmUp(),
                        line -> System.out.printf("[%3d s] %s%n", (System.nanoTime() - began) / 1_000_000_000, line));
            } catch (RuntimeException e) {
                // Whatever stopped it, the results so far have taken minutes and are shown.
                System.err.println(e);
                System.err.println("The last lines of the product:\n" + product.lastLines());
                early = Optional.of(e.toString());
            }
            List<String> notes = new ArrayList<>(scenarios.notes());
            early.ifPresent(reason -> notes.add(ENDED_EARLY + reason));
            notes.add(
                    settings.containsKey("MONGODB_URI")
                            ? "The store is the MongoDB of MONGODB_URI; its CPU is not counted."
                            : "Growth to 1000000 records: not run, as MONGODB_URI is not set.");
            return new BenchmarkRun(
                    EnvironmentOfRun.look(chosen, Clock.systemUTC()),
                    List.of(),
                    scenarios.measurements(),
                    scenarios.growth(),
                    scenarios.figures(),
                    List.of(),
                    List.of(),
                    notes);
        }
    }
}
