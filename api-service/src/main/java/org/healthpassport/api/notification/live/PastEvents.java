package org.healthpassport.api.notification.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.kafka.EventMacs;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Reads the events that a stream has missed, with a reader of its own, as fast as its client takes them. An account has one
 * reader at a time, and each reader a minute, so that a few clients with old positions do not keep all others waiting.
 */
@Component
final class PastEvents implements DisposableBean {
    /** Each holds a reader with a few megabytes of records. */
    static final int AT_ONCE = 16;
    /** A client that needs longer comes back with the last id that it got. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final int THREADS = 4;
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final EventMacs macs;
    private final Duration longest;
    private final Duration markEvery;
    private final AtomicLong opened = new AtomicLong();
    /** The accounts that have a reader. */
    private final Set<String> reading = new HashSet<>();

    private final Scheduler threads = Schedulers.newBoundedElastic(THREADS, 1_000, "past-events", 60, true);

    /** A client that gets nothing of its own still gets a few positions in the time of a reader. */
    @Autowired
    PastEvents(KafkaClients clients, EventMacs macs) {
        this(clients, macs, LONGEST, EventFeed.KEEP_ALIVE);
    }

    PastEvents(KafkaClients clients, EventMacs macs, Duration longest, Duration markEvery) {
        this.clients = clients;
        this.macs = macs;
        this.longest = longest;
        this.markEvery = markEvery;
    }

    /**
     * Gives a stream the events that it has missed.
     *
     * @param until the position that the stream has all events from
     * @param stream sends these events and whatever follows them; they fail with a {@link TimeoutException} if the client does
     *     not take them within a minute
     * @return refused before the stream begins, with {@link EventRefusal.NotNow} if there is no reader for the account, and with
     *     {@link EventRefusal.PositionTooOld} if some of the events are gone
     */
    Mono<Void> read(
            String accountId,
            EventPosition from,
            EventPosition until,
            Interests interests,
            Function<Flux<FeedItem>, Mono<Void>> stream) {
        return Mono.using(
                () -> new Turn(accountId),
                turn -> requireKept(from)
                        .then(Mono.defer(() ->
                                stream.apply(between(from, until, interests).doFinally(end -> turn.close())))),
                Turn::close);
    }

    /** Looks if all events from a position on are still there. */
    private Mono<Void> requireKept(EventPosition from) {
        return Mono.<Void>fromRunnable(() -> {
                    try (Consumer<String, byte[]> consumer = reader()) {
                        List<TopicPartition> partitions = EventFeed.partitions(consumer);
                        // The client warns of offsets of partitions that it was not given.
                        consumer.assign(partitions);
                        EventPosition first = new EventPosition(consumer.beginningOffsets(partitions));
                        EventPosition last = new EventPosition(consumer.endOffsets(partitions));
                        // A position behind the end is of a topic that was lost and made again.
                        if (from.isBefore(first) || last.isBefore(from)) {
                            throw new EventRefusal.PositionTooOld().asException();
                        }
                    }
                })
                .subscribeOn(threads);
    }

    /** The events of the stream between two positions in the order of each partition, and marks. */
    private Flux<FeedItem> between(EventPosition from, EventPosition until, Interests interests) {
        if (!from.isBefore(until)) {
            return Flux.empty();
        }
        return Flux.<List<FeedItem>, Reading>generate(
                        () -> new Reading(reader(), from, until, interests, markEvery),
                        (reading, sink) -> {
                            if (reading.isOver()) {
                                sink.complete();
                            } else {
                                sink.next(reading.more());
                            }
                            return reading;
                        },
                        // Closing waits for the broker, and a cancellation can come on any thread.
                        reading -> threads.schedule(reading::close))
                .subscribeOn(threads)
                .concatMapIterable(items -> items, 1)
                .takeUntilOther(Mono.delay(longest).then(Mono.error(TimeoutException::new)));
    }

    /** Under a name of its own, as Kafka's clients share a registry of their names. */
    private Consumer<String, byte[]> reader() {
        return clients.reader("past-events-" + opened.incrementAndGet());
    }

    @Override
    public void destroy() {
        // A reader that is interrupted fails to close.
        threads.disposeGracefully().timeout(CLOSED_WITHIN).onErrorComplete().block();
        threads.dispose();
    }

    /** The right of an account to one reader, until it is closed. */
    private final class Turn {
        private final String accountId;
        private boolean over;

        Turn(String accountId) {
            this.accountId = accountId;
            synchronized (reading) {
                if (reading.size() >= AT_ONCE || !reading.add(accountId)) {
                    throw new EventRefusal.NotNow().asException();
                }
            }
        }

        void close() {
            synchronized (reading) {
                if (!over) {
                    over = true;
                    reading.remove(accountId);
                }
            }
        }
    }

    /** One reading; used by one thread at a time. */
    private final class Reading {
        private final Consumer<String, byte[]> consumer;
        private final EventPosition until;
        private final Interests interests;
        private final Duration markEvery;
        private final List<TopicPartition> left;
        private long markedAt = System.nanoTime();

        Reading(
                Consumer<String, byte[]> consumer,
                EventPosition from,
                EventPosition until,
                Interests interests,
                Duration markEvery) {
            this.consumer = consumer;
            this.until = until;
            this.interests = interests;
            this.markEvery = markEvery;
            this.left = new ArrayList<>(until.next().keySet().stream()
                    .filter(partition -> from.of(partition) < until.of(partition))
                    .toList());
            consumer.assign(left);
            left.forEach(partition -> consumer.seek(partition, from.of(partition)));
        }

        boolean isOver() {
            return left.isEmpty();
        }

        List<FeedItem> more() {
            List<FeedItem> found = new ArrayList<>();
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < until.of(partition)) {
                    FeedItem.Fed.of(record, macs).filter(interests::include).ifPresent(found::add);
                }
            }
            left.removeIf(partition -> consumer.position(partition) >= until.of(partition));
            consumer.pause(consumer.assignment().stream()
                    .filter(partition -> !left.contains(partition))
                    .toList());
            if (System.nanoTime() - markedAt >= markEvery.toNanos()) {
                markedAt = System.nanoTime();
                found.add(new FeedItem.Mark(reached()));
            }
            return found;
        }

        /** Not behind the end, as the stream has later events from elsewhere. */
        private EventPosition reached() {
            Map<TopicPartition, Long> next = new HashMap<>();
            consumer.assignment()
                    .forEach(partition ->
                            next.put(partition, Math.min(consumer.position(partition), until.of(partition))));
            return new EventPosition(next);
        }

        void close() {
            consumer.close();
        }
    }
}
