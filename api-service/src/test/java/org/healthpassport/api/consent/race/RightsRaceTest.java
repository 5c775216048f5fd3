package org.healthpassport.api.consent.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.ChildInstance;
import org.healthpassport.api.CuttableLine;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.race.Deed.Kind;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DataRead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Random grants, requests, revocations, emergencies, representatives, suspensions and reads on two instances of one store and
 * one broker. One instance loses the store for a while, stands still for a while, and is killed at the end. No read may be
 * answered that no right allowed at that time, and each answered read is recorded once, with the right that allowed it.
 */
class RightsRaceTest {
    /** Of all rounds; {@code -P exhaustive} sets an hour. */
    private static final Duration DURATION = Duration.parse(System.getProperty("race.duration", "PT10S"));

    private static final Duration ROUND = Duration.ofSeconds(15);
    private static final int CLIENTS = 8;
    private static final String RECORD = "RECORD";
    private static final Duration LISTED_WITHIN = Duration.ofSeconds(30);
    private static final int WAITS_FOR_EVENTS = 6;
    /** A busy machine does less in a round. */
    private static final int ENOUGH = 800;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldAnswerNoReadThatTheRightsOfThatMomentDoNotAllow() throws Exception {
        assumeTrue(ChildInstance.canStandStill(), "kill -STOP is not available here");
        long seed = Long.getLong("race.seed", new Random().nextLong());
        long until = System.nanoTime() + DURATION.toNanos();
        int round = 0;
        do {
            System.out.printf("Race for rights, -Drace.seed=%d%n", seed + round);
            race(seed + round);
            round++;
        } while (System.nanoTime() < until);
    }

    private static void race(long seed) throws Exception {
        // given
        People people = People.registeredAt(api);
        Queue<Deed> deeds = new ConcurrentLinkedQueue<>();

        // when
        Map<String, List<Look>> looks;
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS);
                CuttableLine line = api.anotherLineToStore();
                ChildInstance child = ChildInstance.start(api.arguments(line))) {
            run(people, deeds, seed, line, child);
            looks = looks(recorded, deeds);
            requireInTrail(people, recorded);
        }

        // then
        List<Deed> all = new ArrayList<>(deeds);
        assertThat(RightsJudgement.faults(all, looks, people.hospitalsOfDoctors()))
                .as("-Drace.seed=" + seed)
                .isEmpty();
        print(all, looks);
    }

    private static void run(People people, Queue<Deed> deeds, long seed, CuttableLine line, ChildInstance child)
            throws Exception {
        List<Integer> ports = new CopyOnWriteArrayList<>(List.of(api.port(), child.port()));
        long until = System.nanoTime() + ROUND.toNanos();
        ScheduledExecutorService faults = Executors.newSingleThreadScheduledExecutor();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> planned = List.of(
                    faults.schedule(line::cut, after(0.25), TimeUnit.NANOSECONDS),
                    faults.schedule(line::mend, after(0.35), TimeUnit.NANOSECONDS),
                    faults.schedule(() -> quietly(child::standStill), after(0.5), TimeUnit.NANOSECONDS),
                    faults.schedule(() -> quietly(child::goOn), after(0.65), TimeUnit.NANOSECONDS),
                    faults.schedule(() -> kill(child, ports), after(0.85), TimeUnit.NANOSECONDS));
            List<Future<Void>> running = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                running.add(clients.submit(new RandomClient(api, ports, people, deeds, seed, number, until)));
            }
            for (Future<?> one : running) {
                one.get();
            }
            for (Future<?> one : planned) {
                one.get();
            }
        } finally {
            faults.shutdownNow();
            clients.shutdownNow();
        }
    }

    private static long after(double part) {
        return (long) (ROUND.toNanos() * part);
    }

    /** Requests that it is answering stay without an answer. */
    private static void kill(ChildInstance child, List<Integer> ports) {
        Integer port = child.port();
        child.close();
        ports.remove(port);
    }

    private interface Signal {
        void send() throws IOException;
    }

    private static void quietly(Signal signal) {
        try {
            signal.send();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that was recorded about the reads, by the id of the request. */
    private static Map<String, List<Look>> looks(RecordedEvents recorded, Queue<Deed> deeds) {
        Set<String> answered = deeds.stream()
                .filter(deed -> deed.is(Kind.READ) && !deed.isInDoubt())
                .map(Deed::id)
                .collect(Collectors.toSet());
        List<Event> events = List.of();
        // The events of an instance that was killed come from the other one, once their lease is over.
        for (int waits = 0; waits < WAITS_FOR_EVENTS; waits++) {
            try {
                events = recorded.seenWhen(seen -> seen.stream()
                        .map(Event::correlationId)
                        .collect(Collectors.toSet())
                        .containsAll(answered));
                break;
            } catch (ConditionTimeoutException notYet) {
                events = recorded.seenWhen(seen -> true);
            }
        }
        return events.stream()
                .filter(RightsRaceTest::isAboutRecords)
                .collect(Collectors.groupingBy(
                        Event::correlationId, Collectors.mapping(RightsRaceTest::look, Collectors.toList())));
    }

    private static boolean isAboutRecords(Event event) {
        return switch (event.type()) {
            case DATA_READ -> event.payload(DataRead.class).getResourceType().equals(RECORD);
            case ACCESS_DENIED ->
                RECORD.equals(event.payload(AccessDenied.class).getResourceType());
            default -> false;
        };
    }

    /**
     * The patients see each look, and each attempt, exactly once; the list follows the events within moments. Requests without
     * an answer can be recorded late, so the events are looked at again, too.
     */
    private static void requireInTrail(People people, RecordedEvents recorded) {
        await().atMost(LISTED_WITHIN)
                .untilAsserted(() -> assertThat(
                                counted(people.patients().stream().flatMap(RightsRaceTest::listed)))
                        .isEqualTo(counted(recorded.seenWhen(seen -> true).stream()
                                .filter(RightsRaceTest::isAboutRecords)
                                .map(RightsRaceTest::look)
                                .filter(look -> look.patientId() != null))));
    }

    private static Map<Look, Long> counted(Stream<Look> looks) {
        return looks.collect(Collectors.groupingBy(look -> look, Collectors.counting()));
    }

    private static Stream<Look> listed(SignedIn patient) {
        List<Look> looks = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = Objects.requireNonNull(api.client(patient)
                    .get()
                    .uri(path(patient) + "/accesses?limit=200" + cursor)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(JsonNode.class)
                    .returnResult()
                    .getResponseBody());
            page.get("items")
                    .valueStream()
                    .filter(item -> item.path("resourceType").asString("").equals(RECORD))
                    .map(item -> listed(patient, item))
                    .forEach(looks::add);
            cursor = page.path("nextCursor").asString("");
            cursor = cursor.isEmpty() ? "" : "&cursor=" + cursor;
        } while (!cursor.isEmpty());
        return looks.stream();
    }

    private static Look listed(SignedIn patient, JsonNode item) {
        String right = item.path("right").asString("");
        return new Look(
                item.path("actor").path("accountId").asString(),
                patient.patientId(),
                item.path("action").asString().equals("DENIED") || right.isEmpty() ? null : AccessRight.valueOf(right),
                item.path("consentId").isString() ? item.get("consentId").asString() : null);
    }

    private static Look look(Event event) {
        String actor = event.stamp().getActor();
        if (event.type() == EventType.ACCESS_DENIED) {
            return new Look(actor, event.payload(AccessDenied.class).getPatientId(), null, null);
        }
        DataRead read = event.payload(DataRead.class);
        return new Look(actor, read.getPatientId(), read.getRight(), read.getConsentId());
    }

    /** Fails where a kind of right was never used although there was time, as then the race says nothing about it. */
    private static void print(List<Deed> deeds, Map<String, List<Look>> looks) {
        Map<String, Long> tally = deeds.stream()
                .collect(Collectors.groupingBy(deed -> deed.kind() + " " + deed.status(), Collectors.counting()));
        Map<String, Long> rights = deeds.stream()
                .filter(deed -> deed.is(Kind.READ) && deed.isDone())
                .collect(Collectors.groupingBy(
                        deed -> String.valueOf(looks.get(deed.id()).get(0).right()), Collectors.counting()));
        System.out.println("Race for rights: " + tally + ", answered by " + rights);
        if (deeds.size() > ENOUGH) {
            assertThat(rights).containsKeys("CONSENT", "EMERGENCY", "REPRESENTATIVE");
        }
    }
}
