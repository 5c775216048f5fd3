package org.healthpassport.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.benchmarks.load.Sample;
import org.healthpassport.benchmarks.load.Source;
import org.healthpassport.benchmarks.result.GrowthPoint;
import org.healthpassport.benchmarks.result.Spread;

/** Shows what requests cost while more and more records are there: of the same patient, and of others. */
final class Growth {
    /** Few, so that measuring adds little to what is there. */
    private static final int CREATED = 60;

    private static final int OTHERS = 250;
    /** One in so many requests that make data may be refused for now. */
    private static final int MOST_REFUSED = 10;
    /** One patient may have few requests at a time, and a few more that wait for a second. */
    private static final int CLIENTS_OF_ONE = 4;
    /** More than when something is measured: the disk then writes more at once. */
    private static final int SEEDING_CLIENTS = 32;

    private static final int SEEDING_CLIENTS_OF_ONE = 16;
    /** Tokens expire after 15 minutes. */
    private static final Duration SLICE = Duration.ofMinutes(5);

    private final Stage stage;
    private final People people;
    private final AtomicLong all;
    private final List<GrowthPoint> points = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Growth(Stage stage, People people, AtomicLong all) {
        this.stage = stage;
        this.people = people;
        this.all = all;
    }

    List<GrowthPoint> points() {
        return points;
    }

    List<String> notes() {
        return notes;
    }

    /** Measures requests of a patient who has little, with as many records of others as there are now. */
    void measureAmongMany(Requests requests) throws InterruptedException {
        measure(requests, Spread.MANY_PATIENTS, all.get());
    }

    /** Lets many patients have so many records together, or as many as there is time for. */
    void seedMany(Requests requests, long records, Duration longest) throws InterruptedException {
        seed("all patients together", SEEDING_CLIENTS, requests.create(), all, records, longest);
    }

    /** Lets one patient have more and more records, and measures their requests each time. */
    void measureOnePatient(List<Long> steps, Duration longest) throws InterruptedException {
        AtomicLong own = new AtomicLong();
        Patient patient = people.newcomer("grown@example.org");
        Requests requests = new Requests(people.api(), List.of(patient), own).withRecords();
        for (long records : steps) {
            people.logIn(patient);
            seed("one patient", SEEDING_CLIENTS_OF_ONE, requests.create(), own, records, longest);
            people.logIn(patient);
            measure(requests, Spread.ONE_PATIENT, own.get());
        }
        all.addAndGet(own.get());
    }

    private void seed(String whose, int clients, Source create, AtomicLong count, long wanted, Duration longest)
            throws InterruptedException {
        long begin = System.nanoTime();
        while (count.get() < wanted && System.nanoTime() - begin < longest.toNanos()) {
            Duration left = longest.minusNanos(System.nanoTime() - begin);
            Duration slice = left.compareTo(SLICE) < 0 ? left : SLICE;
            people.keepLoggedIn();
            Sample sample = stage.clients()
                    .closed(clients, create.atMost(wanted - count.get()).during(slice), slice);
            stage.tell(String.format(
                    Locale.ROOT,
                    "Seeded by the API: %d records of %s, %.0f/s",
                    count.get(),
                    whose,
                    sample.perSecond()));
            if (sample.failures() * MOST_REFUSED > sample.requests()) {
                throw new PreparationFailed("Expected to create records, but got " + sample.failuresByAnswer());
            }
        }
        if (count.get() < wanted) {
            notes.add("Growth: in %d s only %d of %d records of %s could be created; measured with these."
                    .formatted(longest.toSeconds(), count.get(), wanted, whose));
        }
    }

    private void measure(Requests requests, Spread spread, long records) throws InterruptedException {
        measure("create", requests.create().atMost(CREATED), spread, records);
        measure("read", requests.read().atMost(OTHERS), spread, records);
        measure("list", requests.list().atMost(OTHERS), spread, records);
        measure("amend", requests.amend().atMost(OTHERS), spread, records);
    }

    private void measure(String scenario, Source source, Spread spread, long records) throws InterruptedException {
        int clients = spread == Spread.ONE_PATIENT ? CLIENTS_OF_ONE : Stage.CLIENTS;
        Stage.Cost cost = stage.costOf(() -> stage.clients().closed(clients, source, SLICE));
        Sample sample = cost.sample();
        if (sample.failures() > 0) {
            throw new PreparationFailed("Expected %s to succeed with %d records, but got %s"
                    .formatted(scenario, records, sample.failuresByAnswer()));
        }
        // The compiler's share tells how long the JVM has run, and not how much data is there.
        double cpuMs = stage.requestsOf(cost).cpuMs(sample.requests());
        points.add(new GrowthPoint(scenario, spread, records, cpuMs));
        stage.tell(String.format(
                Locale.ROOT,
                "Growth, %s: %-6s with %7d records: CPU %6.2f ms",
                spread == Spread.ONE_PATIENT ? "one patient" : "many patients",
                scenario,
                records,
                cpuMs));
    }
}
