package org.healthpassport.benchmarks.scenario;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.healthpassport.benchmarks.load.Clients;
import org.healthpassport.benchmarks.load.Sample;
import org.healthpassport.benchmarks.load.Source;
import org.healthpassport.benchmarks.product.Meter;
import org.healthpassport.benchmarks.product.Part;
import org.healthpassport.benchmarks.product.Product;
import org.healthpassport.benchmarks.product.Spent;
import org.healthpassport.benchmarks.product.Usage;
import org.healthpassport.benchmarks.product.WarmUp;
import org.healthpassport.benchmarks.result.Figure;
import org.healthpassport.benchmarks.result.GrowthPoint;
import org.healthpassport.benchmarks.result.Load;
import org.healthpassport.benchmarks.result.Measurement;

/** Runs all scenarios against a product that has just started: one warm-up by a mix of all, then one after the other. */
public final class Scenarios {
    /** The names by which scenarios are chosen; {@code growth} is all its requests. */
    public static final List<String> NAMES = List.of(
            "liveness",
            "sessions",
            "create",
            "read",
            "list",
            "amend",
            "create vital sign",
            "read vital sign",
            "create report",
            "read report",
            "login",
            "open link",
            "QR code",
            "upload 100 kB",
            "download 100 kB",
            "upload 10 MB",
            "download 10 MB",
            "1 GiB",
            "202 to STORED",
            "event to provable",
            "growth");

    /** Records of all patients together after the warm-up: few, and always as many, so that two runs can be compared. */
    private static final long AFTER_WARM_UP = 1_000;

    private static final long SPARE = 50;

    /** Steps up to this one come before the scenarios: a thousand creations alone do not make the compiler optimise them. */
    private static final long BEFORE_SCENARIOS = 10_000;

    /** From one address, more than ten logins that have not succeeded yet look like guesses and are slowed. */
    private static final int LOGINS_AT_ONCE = 8;

    /** Seconds of which the quietest shows what the product uses anyway. */
    private static final Duration LEARNING = Duration.ofSeconds(5);

    private static final Duration LONGEST_TIDYING = Duration.ofSeconds(90);
    /** Per cent of a core; one tick of Linux in twenty seconds. */
    private static final double LEAST_SHOWN = 0.05;

    private final Product product;
    private final Profile profile;
    private final Set<String> only;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private List<Measurement> measurements = List.of();
    private List<GrowthPoint> growth = List.of();

    /** @param only names of scenarios to run; all if empty */
    public Scenarios(Product product, Profile profile, Set<String> only) {
        this.product = product;
        this.profile = profile;
        this.only = only;
    }

    public List<Measurement> measurements() {
        return measurements;
    }

    public List<GrowthPoint> growth() {
        return growth;
    }

    public List<Figure> figures() {
        return figures;
    }

    public List<String> notes() {
        return notes;
    }

    /**
     * Runs what was asked for.
     *
     * @throws PreparationFailed if the product refuses what a scenario needs
     */
    public void run(Consumer<String> progress) throws IOException, InterruptedException {
        try (Clients clients = new Clients(product.api());
                Clients audit = new Clients(product.audit());
                Meter meter = Meter.of(product)) {
            Stage stage = new Stage(product, clients, meter, progress);
            measurements = stage.measurements();
            figures.add(new Figure("start to ready", product.startTime().toMillis() / 1e3, "s"));
            figures.add(new Figure("memory after the start", megabytes(meter), "MB"));
            People people = new People(clients);
            people.arrive();
            Waits waits = new Waits(people, audit);
            AtomicLong records = new AtomicLong();
            Requests requests = new Requests(people.api(), people.patients(), records)
                    .withRecords()
                    .withLinks();
            List<Map.Entry<Patient, String>> small = requests.documents(16, Requests.SMALL);
            List<Map.Entry<Patient, String>> medium = requests.documents(4, Requests.MEDIUM);
            Map<String, Source> scenarios = scenarios(requests, small, medium);
            Map<String, Source> warming = new LinkedHashMap<>(scenarios);
            if (isWanted("growth")) {
                warming.put("create", requests.createUntil(AFTER_WARM_UP - SPARE));
            }
            warmUp(stage, mix(warming));
            stage.learnIdle(LEARNING);
            Growth growing = new Growth(stage, people, records);
            growth = growing.points();
            if (isWanted("growth")) {
                growing.seedMany(requests, AFTER_WARM_UP, profile.seeding());
                growing.measureAmongMany(requests);
                growMany(growing, requests, records, step -> step <= BEFORE_SCENARIOS);
            }
            measureAll(stage, people, waits, scenarios);
            measureLarge(stage, people, requests);
            measureWaits(stage, people, waits);
            if (isWanted("growth")) {
                growMany(growing, requests, records, step -> step > BEFORE_SCENARIOS);
                growing.measureOnePatient(profile.steps(), profile.seeding());
                notes.addAll(growing.notes());
            }
            figures.add(new Figure("memory after the load", megabytes(meter), "MB"));
            measureIdle(stage);
        }
    }

    private void growMany(Growth growing, Requests requests, AtomicLong records, LongPredicate wanted)
            throws InterruptedException {
        for (long step : profile.steps()) {
            if (wanted.test(step) && step > records.get()) {
                growing.seedMany(requests, step, profile.seeding());
                growing.measureAmongMany(requests);
            }
        }
    }

    /** Sends the mix until the compiler is quiet. */
    private void warmUp(Stage stage, Source mix) throws InterruptedException {
        WarmUp warmUp = profile.warmUp();
        stage.tell("Warming up for %d to %d s"
                .formatted(warmUp.least().toSeconds(), warmUp.most().toSeconds()));
        long begin = System.nanoTime();
        Duration elapsed = Duration.ZERO;
        Spent last = Spent.NOTHING;
        do {
            Duration slice = warmUp.next(elapsed);
            Usage before = stage.meter().usage();
            Sample sent = stage.clients().closed(Stage.CLIENTS, mix.during(slice), slice);
            last = stage.meter().usage().since(before);
            elapsed = Duration.ofNanos(System.nanoTime() - begin);
            stage.tell(String.format(
                    Locale.ROOT,
                    "Warming up since %d s: %.0f/s, the compiler uses %.1f %% of the CPU",
                    elapsed.toSeconds(),
                    sent.perSecond(),
                    100 * last.shareOf(Part.COMPILER)));
            sent.failuresByAnswer()
                    .forEach((answer, count) -> stage.tell("  refused %d times: %s".formatted(count, answer)));
            if (sent.failures() > sent.requests() / 10) {
                throw new PreparationFailed("Expected the warm-up to succeed, but it did not; see above");
            }
        } while (!warmUp.isOver(elapsed, last));
        figures.add(new Figure("warm-up", elapsed.toMillis() / 1e3, "s"));
        figures.add(
                new Figure("compiler at the end of the warm-up", 100 * last.shareOf(Part.COMPILER), "% of the CPU"));
        if (!WarmUp.isQuiet(last)) {
            notes.add("The compiler was not quiet after the longest warm-up, so CPU is higher than it would be later;"
                    + " compare the columns without the compiler.");
        }
    }

    private Map<String, Source> scenarios(
            Requests requests, List<Map.Entry<Patient, String>> small, List<Map.Entry<Patient, String>> medium)
            throws InterruptedException {
        Map<String, Source> scenarios = new LinkedHashMap<>();
        scenarios.put("liveness", requests.liveness());
        scenarios.put("sessions", requests.sessions());
        scenarios.put("create", requests.create());
        scenarios.put("read", requests.read());
        scenarios.put("list", requests.list());
        scenarios.put("amend", requests.amend());
        scenarios.put("create vital sign", requests.create(Json.vitalSign()));
        scenarios.put("read vital sign", requests.read(requests.records(Json.vitalSign())));
        scenarios.put("create report", requests.create(Json.report()));
        scenarios.put("read report", requests.read(requests.records(Json.report())));
        scenarios.put("login", requests.login());
        scenarios.put("open link", requests.openLink());
        scenarios.put("QR code", requests.qrCode());
        scenarios.put("upload 100 kB", requests.upload(Requests.SMALL));
        scenarios.put("download 100 kB", requests.download(small));
        scenarios.put("upload 10 MB", requests.upload(Requests.MEDIUM));
        scenarios.put("download 10 MB", requests.download(medium));
        return scenarios;
    }

    /** All kinds of requests in turn; large transfers and logins seldom, as one of them takes as long as many others. */
    private static Source mix(Map<String, Source> scenarios) {
        List<Source> often = scenarios.entrySet().stream()
                .filter(scenario -> !isHeavy(scenario.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        List<Source> seldom = scenarios.entrySet().stream()
                .filter(scenario -> isHeavy(scenario.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        AtomicLong turn = new AtomicLong();
        return () -> {
            long now = turn.getAndIncrement();
            return now % 40 == 39
                    ? seldom.get((int) (now / 40 % seldom.size())).next()
                    : often.get((int) (now % often.size())).next();
        };
    }

    private static boolean isHeavy(String scenario) {
        return scenario.endsWith("10 MB") || scenario.equals("login") || scenario.equals("create report");
    }

    private void measureAll(Stage stage, People people, Waits waits, Map<String, Source> scenarios)
            throws InterruptedException {
        long entries = waits.entries();
        Usage before = stage.meter().usage();
        for (Map.Entry<String, Source> scenario : scenarios.entrySet()) {
            if (isWanted(scenario.getKey())) {
                people.keepLoggedIn();
                stage.measure(
                        scenario.getKey(),
                        scenario.getKey().equals("login") ? LOGINS_AT_ONCE : Stage.CLIENTS,
                        scenario.getValue(),
                        profile.each());
            }
        }
        Spent spent = stage.meter().usage().since(before);
        long ingested = waits.entries() - entries;
        long audit = spent.parts().getOrDefault(Part.AUDIT, 0L);
        if (ingested > 0 && audit > 0) {
            figures.add(new Figure("audit ingest", ingested / (audit / 1e9), "entries per second of its CPU"));
        }
    }

    private void measureLarge(Stage stage, People people, Requests requests) throws InterruptedException {
        int count = profile.largeDocuments();
        if (count == 0) {
            notes.add("Uploads and downloads of 1 GiB: only in the long profile.");
        } else if (isWanted("1 GiB")) {
            people.keepLoggedIn();
            Duration longest = Duration.ofMinutes(10);
            stage.run(
                    "upload 1 GiB",
                    Load.ONCE,
                    () -> stage.clients()
                            .closed(1, requests.upload(Requests.LARGE).atMost(count), longest));
            List<Map.Entry<Patient, String>> large = requests.documents(1, Requests.LARGE);
            people.keepLoggedIn();
            stage.run(
                    "download 1 GiB",
                    Load.ONCE,
                    () -> stage.clients().closed(1, requests.download(large).atMost(count), longest));
        }
    }

    private void measureWaits(Stage stage, People people, Waits waits) throws InterruptedException {
        people.keepLoggedIn();
        if (isWanted("202 to STORED")) {
            stage.run("202 to STORED", Load.ONCE, () -> waits.untilStored(profile.waits()));
        }
        if (isWanted("event to provable")) {
            stage.run("event to provable", Load.ONCE, () -> waits.untilProvable(profile.waits()));
        }
    }

    /** Measures the product without requests, when it has tidied up after the load and the compiler rests. */
    private void measureIdle(Stage stage) throws InterruptedException {
        stage.tell("Waiting until the product idles");
        Meter meter = stage.meter();
        meter.awaitSteady(LONGEST_TIDYING);
        Usage before = meter.usage();
        Map<String, Long> threadsBefore = meter.cpuByThreadName();
        long begin = System.nanoTime();
        Thread.sleep(profile.idle().toMillis());
        Spent spent = meter.usage().since(before);
        double percent = (System.nanoTime() - begin) / 100.0;
        figures.add(new Figure("idle CPU", spent.cpu() / percent, "% of a core"));
        spent.parts().forEach((part, cpu) -> addIdle("idle CPU: " + part, cpu / percent));
        Map<String, Long> threads = meter.cpuByThreadName();
        threads.entrySet().stream()
                .map(now -> Map.entry(now.getKey(), now.getValue() - threadsBefore.getOrDefault(now.getKey(), 0L)))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(thread -> addIdle("idle CPU: threads " + thread.getKey(), thread.getValue() / percent));
    }

    private void addIdle(String name, double percent) {
        if (percent >= LEAST_SHOWN) {
            figures.add(new Figure(name, percent, "% of a core"));
        }
    }

    private boolean isWanted(String scenario) {
        return only.isEmpty() || only.contains(scenario);
    }

    private static double megabytes(Meter meter) throws IOException {
        return meter.residentMemory() / 1e6;
    }
}
