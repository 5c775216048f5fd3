package org.healthpassport.api.record.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;

/** Round after round of racing clients, each on patients of its own and judged when it has ended. */
final class Race {
    /** Of each topology; {@code -P exhaustive} sets an hour. */
    private static final Duration DURATION = Duration.parse(System.getProperty("race.duration", "PT10S"));

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);
    private static final int PATIENTS = 2;

    private final ApiUnderTest api;
    private final List<Integer> ports;
    /** The number of answers by kind of request and status; status 0 if the connection ended instead. */
    private final Map<String, Map<Integer, Integer>> tally = new TreeMap<>();

    /** @param ports of the instances */
    Race(ApiUnderTest api, List<Integer> ports) {
        this.api = api;
        this.ports = ports;
    }

    /** Fails with the seed and all that was done to a record at the end of the first round in which one broke. */
    void run() throws Exception {
        long seed = Long.getLong("race.seed", new Random().nextLong());
        System.out.printf("Race over %d instance(s) for %s, -Drace.seed=%d%n", ports.size(), DURATION, seed);
        long until = System.nanoTime() + DURATION.toNanos();
        int round = 0;
        for (; System.nanoTime() < until; round++) {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            List<String> faults = race(seed + round, left.compareTo(LONGEST_ROUND) < 0 ? left : LONGEST_ROUND);
            assertThat(faults)
                    .as("round %d of the race with -Drace.seed=%d over %d instance(s)", round, seed, ports.size())
                    .isEmpty();
        }
        System.out.println("Race over " + ports.size() + " instance(s), " + round + " rounds, answers: " + tally);
    }

    private List<String> race(long seed, Duration duration) throws Exception {
        Round round = new Round(
                ports, Stream.generate(api::newPatient).limit(PATIENTS).toList());
        round.race(seed, duration);
        List<String> faults = RoundJudgement.faults(round);
        for (Operation operation : round.operations()) {
            tally.computeIfAbsent(operation.request().kind() + " " + operation.manner(), kind -> new TreeMap<>())
                    .merge(operation.status(), 1, Integer::sum);
        }
        return faults;
    }
}
