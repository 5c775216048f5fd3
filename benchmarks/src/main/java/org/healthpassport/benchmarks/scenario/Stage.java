package org.healthpassport.benchmarks.scenario;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.healthpassport.benchmarks.load.Clients;
import org.healthpassport.benchmarks.load.Sample;
import org.healthpassport.benchmarks.load.Schedule;
import org.healthpassport.benchmarks.load.Source;
import org.healthpassport.benchmarks.product.Meter;
import org.healthpassport.benchmarks.product.Part;
import org.healthpassport.benchmarks.product.Product;
import org.healthpassport.benchmarks.product.Spent;
import org.healthpassport.benchmarks.product.Usage;
import org.healthpassport.benchmarks.result.Load;
import org.healthpassport.benchmarks.result.Measurement;

/** Puts loads on the product and measures what each costs, with all that happens after the last answer. */
final class Stage {
    static final int CLIENTS = 16;

    private static final int CONNECTIONS = 64;
    /** The part of the rate of the closed loop at which requests arrive in the open loop: a server with room to breathe. */
    private static final double USED = 0.5;

    private final Product product;
    private final Clients clients;
    private final Meter meter;
    private final Consumer<String> progress;
    private final List<Measurement> measurements = new ArrayList<>();
    private Spent idle = Spent.NOTHING;
    private double idleSeconds = 1;

    Stage(Product product, Clients clients, Meter meter, Consumer<String> progress) {
        this.product = product;
        this.clients = clients;
        this.meter = meter;
        this.progress = progress;
    }

    Clients clients() {
        return clients;
    }

    Meter meter() {
        return meter;
    }

    List<Measurement> measurements() {
        return measurements;
    }

    void tell(String line) {
        progress.accept(line);
    }

    /**
     * Looks what the product uses without requests; from now on this does not count for requests. The second that used
     * least counts, as others may still have work of earlier requests. The compiler is left out for the same reason.
     */
    void learnIdle(Duration time) throws InterruptedException {
        meter.awaitQuiet();
        for (long second = 0; second < time.toSeconds(); second++) {
            Usage before = meter.usage();
            long begin = System.nanoTime();
            Thread.sleep(1_000);
            Spent spent = meter.usage().since(before).without(Part.COMPILER);
            if (second == 0 || spent.cpu() < idle.cpu()) {
                idle = spent;
                idleSeconds = (System.nanoTime() - begin) / 1e9;
            }
        }
    }

    /**
     * The cost of some requests, and of the work that they left behind. Idling while it is awaited that the product is
     * quiet does not count.
     */
    Cost costOf(Callable<Sample> requests) throws InterruptedException {
        meter.awaitQuiet();
        Usage before = meter.usage();
        long begin = System.nanoTime();
        Sample sample = sent(requests);
        meter.awaitQuiet();
        double waited = (System.nanoTime() - begin) / 1e9 - sample.seconds();
        return new Cost(sample, meter.usage().since(before).without(idle, Math.max(0, waited) / idleSeconds));
    }

    /** The use of the requests alone, without that of the idle product and of the compiler. */
    Spent requestsOf(Cost cost) {
        return cost.spent().without(idle, cost.sample().seconds() / idleSeconds).without(Part.COMPILER);
    }

    /** Closed loop, and then open loop with half of the rate that was reached. */
    void measure(String scenario, int clientsAtOnce, Source source, Duration time) throws InterruptedException {
        Sample closed = run(scenario, Load.CLOSED, () -> clients.closed(clientsAtOnce, source.during(time), time));
        if (closed.perSecond() > 0) {
            Schedule schedule = Schedule.of(closed.perSecond() * USED, time);
            int connections = clientsAtOnce == CLIENTS ? CONNECTIONS : clientsAtOnce;
            run(scenario, Load.OPEN, () -> clients.open(connections, source, schedule));
        }
    }

    /** Measures a load of any kind. */
    Sample run(String scenario, Load load, Callable<Sample> requests) throws InterruptedException {
        Cost cost = costOf(requests);
        Sample sample = cost.sample();
        Spent spent = cost.spent();
        product.requireAlive();
        Measurement measurement = new Measurement(
                scenario,
                load,
                sample.requests(),
                sample.failures(),
                sample.seconds(),
                sample.millisAt(50),
                sample.millisAt(99),
                spent.cpuMs(sample.requests()),
                spent.apiCpuMs(sample.requests()),
                spent.allocatedKb(sample.requests()),
                spent.shares(sample.requests()));
        measurements.add(measurement);
        tell(line(measurement));
        sample.failuresByAnswer().forEach((answer, count) -> tell("  FAILED %d times: %s".formatted(count, answer)));
        return sample;
    }

    /** Some requests, and what all of them together have used. */
    record Cost(Sample sample, Spent spent) {}

    private static Sample sent(Callable<Sample> requests) throws InterruptedException {
        try {
            return requests.call();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(Measurement measured) {
        String parts = measured.parts().stream()
                .limit(8)
                .map(part -> String.format(Locale.ROOT, "%s %.2f", part.part(), part.cpuMs()))
                .collect(joining(", "));
        return String.format(
                Locale.ROOT,
                "%-16s %-6s %7.1f/s  p50 %7.1f ms  p99 %7.1f ms  CPU %6.2f ms, without compiler %6.2f ms (%s)",
                measured.scenario(),
                measured.load().name().toLowerCase(Locale.ROOT),
                measured.perSecond(),
                measured.p50Ms(),
                measured.p99Ms(),
                measured.cpuMs(),
                measured.cpuMsWithoutCompiler(),
                parts);
    }
}
