package org.healthpassport.aggregates.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bson.Document;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.witness.KafkaWitness;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.query.Criteria;
import reactor.core.publisher.Flux;

/**
 * Prints how long a start waits for the newest events: of 100,000 links in the embedded store, and with as many events of links in
 * the embedded broker; the time of a look; and the time until an event is known.
 *
 * <p>Run it by {@code mvn -pl aggregates -am test -Dtest=EventWatchMeasurement -Dsurefire.failIfNoSpecifiedTests=false}; it is
 * no part of {@code verify}.
 */
class EventWatchMeasurement {
    private static final String COLLECTION = "measuredLinks";
    private static final int LINKS = 100_000;
    private static final int AT_ONCE = 1_000;
    private static final int STARTS = 3;
    private static final int EVENTS = 300;
    private static final int SEALED_BYTES = 800;

    @Test
    void shouldPrintTheTimeOfAStart() throws Exception {
        try (StoreAndBus real = new StoreAndBus()) {
            List<String> ids =
                    IntStream.range(0, LINKS).mapToObj(i -> real.ids().next()).toList();
            store(real, ids);
            send(real, ids);
            for (int start = 0; start < STARTS; start++) {
                Watched<String> watched = watched();
                EventWatch watch = new EventWatch(
                        real.mongo(),
                        real.bean(KafkaClients.class),
                        real.macs(),
                        new KafkaWitness(null),
                        List.of(watched),
                        new SimpleMeterRegistry());
                long begun = System.nanoTime();
                watch.attempt();
                double millis = (System.nanoTime() - begun) / 1e6;
                assertThat(watch.isComplete()).isTrue();
                assertThat(watched.size()).isEqualTo(LINKS);
                System.out.printf("Milliseconds of a start with %d links and events: %.0f%n", LINKS, millis);
                look(watched, ids);
                hear(real, watched, ids.get(start), 3);
                watch.stop();
            }
        }
    }

    private static void look(Watched<String> watched, List<String> ids) {
        long begun = System.nanoTime();
        long sum = 0;
        for (int i = 0; i < 10; i++) {
            for (String id : ids) {
                sum += watched.newest(id);
            }
        }
        assertThat(sum).isGreaterThanOrEqualTo(2L * 10 * LINKS);
        System.out.printf("Nanoseconds of a look: %.0f%n", (System.nanoTime() - begun) / (10.0 * LINKS));
    }

    private static void hear(StoreAndBus real, Watched<String> watched, String id, long first) {
        double[] millis = new double[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            long begun = System.nanoTime();
            real.publisher()
                    .publish(real.macs().attest(event(real, id, first + i)))
                    .join();
            while (watched.newest(id) < first + i) {
                Thread.onSpinWait();
            }
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "Milliseconds from sending an event until it is known: median %.1f, 99th percentile %.1f%n",
                millis[EVENTS / 2], millis[EVENTS * 99 / 100]);
    }

    private static Watched<String> watched() {
        Set<EventType> events = Set.of(EventType.QR_CODE_OPENED);
        return new Watched<>("links", COLLECTION, new Criteria(), state -> true, events, events, 1 << 20);
    }

    private static void store(StoreAndBus real, List<String> ids) {
        Flux.fromIterable(ids)
                .map(id -> new Document("_id", id).append("last", 1L).append("sealed", new byte[SEALED_BYTES]))
                .buffer(AT_ONCE)
                .concatMap(documents -> real.mongo().insert(documents, COLLECTION))
                .blockLast(Duration.ofMinutes(5));
    }

    private static void send(StoreAndBus real, List<String> ids) {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (String id : ids) {
            sent.add(real.publisher().publish(real.macs().attest(event(real, id, 2))));
            if (sent.size() == AT_ONCE) {
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
                sent.clear();
            }
        }
    }

    private static Event event(StoreAndBus real, String id, long sequence) {
        return new Event(
                real.ids().next(),
                EventType.QR_CODE_OPENED,
                id,
                Instant.now(),
                id,
                sequence,
                "a request",
                null,
                null,
                EventCodec.encode(new QrCodeOpened(id, "a patient", 1)));
    }
}
