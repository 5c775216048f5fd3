package org.healthpassport.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.healthpassport.benchmarks.product.OwnDatabase;
import org.healthpassport.benchmarks.product.Product;
import org.healthpassport.benchmarks.result.Figure;
import org.healthpassport.benchmarks.result.GrowthPoint;
import org.healthpassport.benchmarks.result.Measurement;
import org.healthpassport.benchmarks.scenario.Profile;
import org.healthpassport.benchmarks.scenario.Scenarios;
import org.jspecify.annotations.Nullable;

/**
 * The findings of the scenarios about the product.
 *
 * @param complete false if something stopped them before the end; the notes say what
 */
record ProductRun(
        List<Measurement> measurements,
        List<GrowthPoint> growth,
        List<Figure> figures,
        List<String> notes,
        boolean complete) {
    /** Settings of the product that let the load through; they change limits, and no work. */
    private static final Map<String, String> LIMITLESS = Map.of(
            "HEALTHPASSPORT_REGISTRATIONS_PER_MINUTE", "100000",
            "HEALTHPASSPORT_RECORDS_PER_PATIENT", "10000000",
            "HEALTHPASSPORT_RECORD_VERSIONS_PER_PATIENT", "100000000",
            "HEALTHPASSPORT_RECORD_BYTES_PER_PATIENT", "1TB",
            "HEALTHPASSPORT_DOCUMENTS_PER_PATIENT", "1000000",
            "HEALTHPASSPORT_QR_CODES_PER_PATIENT", "1000000",
            "HEALTHPASSPORT_PATIENT_QUOTA", "1TB",
            "HEALTHPASSPORT_DOCUMENT_MAX_SIZE", "2GB",
            "HEALTHPASSPORT_UPLOADS_PER_ACCOUNT", "48");

    /** @param mongoUri another store than the embedded one; null for that */
    static ProductRun measure(Arguments chosen, @Nullable String mongoUri, Consumer<String> progress)
            throws IOException, InterruptedException {
        if (chosen.needsNoProduct()) {
            return new ProductRun(List.of(), List.of(), List.of(), List.of(), true);
        }
        if (mongoUri == null) {
            return measure(chosen, chosen.profile(), LIMITLESS, progress);
        }
        try (OwnDatabase database = OwnDatabase.in(mongoUri)) {
            Map<String, String> settings = new HashMap<>(LIMITLESS);
            settings.put("MONGODB_URI", database.uri());
            Profile profile = chosen.profile().isLong() ? chosen.profile().withAMillion() : chosen.profile();
            return measure(chosen, profile, settings, progress);
        }
    }

    private static ProductRun measure(
            Arguments chosen, Profile profile, Map<String, String> settings, Consumer<String> progress)
            throws IOException, InterruptedException {
        progress.accept("Starting the product");
        try (Product product = Product.start(chosen.javaHome(), settings)) {
            progress.accept("The product is ready");
            Scenarios scenarios = new Scenarios(product, profile, chosen.only());
            List<String> notes = new ArrayList<>();
            try {
                scenarios.run(progress);
            } catch (RuntimeException e) {
                // Whatever stopped it: the results so far have taken minutes, and are shown.
                notes.add("The run ended early: " + e);
                progress.accept("ENDED EARLY: " + e + "\nThe last lines of the product:\n" + product.lastLines());
            }
            boolean complete = notes.isEmpty();
            notes.addAll(scenarios.notes());
            notes.add(
                    settings.containsKey("MONGODB_URI")
                            ? "The store is the MongoDB of MONGODB_URI; its CPU is not counted."
                            : "Growth to 1000000 records: not run, as MONGODB_URI is not set.");
            return new ProductRun(
                    List.copyOf(scenarios.measurements()),
                    List.copyOf(scenarios.growth()),
                    List.copyOf(scenarios.figures()),
                    notes,
                    complete);
        }
    }
}
