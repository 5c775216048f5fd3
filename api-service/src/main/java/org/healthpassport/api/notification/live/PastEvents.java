package org.healthpassport.api.notification.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.bus.kafka.KafkaClients;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reads the events that a stream has missed, with a reader of its own, as fast as its client takes them. */
@Component
final class PastEvents implements DisposableBean {
    /** Each holds a reader with a few megabytes of records. */
    private static final int AT_ONCE = 16;

    private static final int THREADS = 4;
    private static final Duration POLL = Duration.ofMillis(250);

    private final KafkaClients clients;
    private final AtomicLong opened = new AtomicLong();
    private final Semaphore readers = new Semaphore(AT_ONCE);
    private final Scheduler threads = Schedulers.newBoundedElastic(THREADS, 1_000, "past-events", 60, true);

    PastEvents(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Looks if all events from a position on are still there.
     *
     * @return fails with {@link EventRefusal.PositionTooOld}
     */
    Mono<Void> requireKept(EventPosition from) {
        return Mono.<Void>fromRunnable(() -> {
                    try (Consumer<String, byte[]> consumer = reader()) {
                        List<TopicPartition> partitions = EventFeed.partitions(consumer);
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

    /** The events from a position up to another one that a stream is about, in the order of each partition. */
    Flux<FeedItem> between(EventPosition from, EventPosition until, Interests interests) {
        return Flux.defer(() -> {
            if (!from.isBefore(until)) {
                return Flux.empty();
            }
            if (!readers.tryAcquire()) {
                return Flux.error(new EventRefusal.NotNow().asException());
            }
            return Flux.<List<FeedItem>, Reading>generate(
                            () -> new Reading(reader(), from, until, interests),
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
                    .doFinally(end -> readers.release())
                    .concatMapIterable(items -> items, 1);
        });
    }

    /** Under a name of its own, as Kafka's clients share a registry of their names. */
    private Consumer<String, byte[]> reader() {
        return clients.reader("past-events-" + opened.incrementAndGet());
    }

    @Override
    public void destroy() {
        threads.dispose();
    }

    /** One reading; used by one thread at a time. */
    private static final class Reading {
        private final Consumer<String, byte[]> consumer;
        private final EventPosition until;
        private final Interests interests;
        private final List<TopicPartition> left;

        Reading(Consumer<String, byte[]> consumer, EventPosition from, EventPosition until, Interests interests) {
            this.consumer = consumer;
            this.until = until;
            this.interests = interests;
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
                    FeedItem.Fed.of(record).filter(interests::include).ifPresent(found::add);
                }
            }
            left.removeIf(partition -> consumer.position(partition) >= until.of(partition));
            consumer.pause(consumer.assignment().stream()
                    .filter(partition -> !left.contains(partition))
                    .toList());
            return found;
        }

        void close() {
            consumer.close();
        }
    }
}
