package org.healthpassport.api.notification.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.bus.kafka.ReaderThread;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.EventMacs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads all events of patients and accounts once for all streams of this instance, on a thread of its own. It never waits
 * for a stream: each has a bounded queue.
 */
@Component
final class EventFeed implements SmartLifecycle {
    static final List<Topics> TOPICS = List.of(Topics.PATIENT, Topics.IDENTITY);
    /** Proxies close connections that are silent for longer, a minute most often. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(EventFeed.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final KafkaClients clients;
    private final EventMacs macs;
    /** A stream can leave while an event is passed on. */
    private final Set<LiveQueue> queues = ConcurrentHashMap.newKeySet();

    private @Nullable EventPosition position;
    private @Nullable ReaderThread running;

    EventFeed(KafkaClients clients, EventMacs macs) {
        this.clients = clients;
        this.macs = macs;
    }

    /**
     * Lets a queue listen, so that it misses no right that is given from now on.
     *
     * @return the queue; refused with {@link EventRefusal.NotNow} until the bus is reached
     */
    synchronized LiveQueue join(LiveQueue queue) {
        reached();
        queues.add(queue);
        return queue;
    }

    /** Lets a queue that listens have all its events from now on; the position is that of the first of them. */
    synchronized EventPosition open(LiveQueue queue) {
        queue.open();
        return reached();
    }

    private EventPosition reached() {
        EventPosition now = position;
        if (now == null) {
            throw new EventRefusal.NotNow().asException();
        }
        return now;
    }

    void leave(LiveQueue queue) {
        queues.remove(queue);
    }

    /** Passes records on, in their order. */
    private synchronized void pass(Iterable<ConsumerRecord<String, byte[]>> records, EventPosition after) {
        for (ConsumerRecord<String, byte[]> record : records) {
            FeedItem.Fed.of(record, macs).ifPresent(fed -> queues.forEach(queue -> queue.offer(fed)));
        }
        position = after;
    }

    private synchronized void mark() {
        EventPosition now = position;
        if (now != null) {
            FeedItem.Mark mark = new FeedItem.Mark(now);
            queues.forEach(queue -> queue.offer(mark));
        }
    }

    private synchronized @Nullable EventPosition position() {
        return position;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = ReaderThread.start("event-feed", clients, new Feeding());
        }
    }

    @Override
    public void stop() {
        ReaderThread stopping;
        synchronized (this) {
            stopping = running;
            running = null;
        }
        if (stopping != null) {
            stopping.stop();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    /** The partitions that events come from. */
    static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topics topic : TOPICS) {
            List<TopicPartition> ofTopic = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (ofTopic.isEmpty()) {
                throw new IllegalStateException("Expected topic " + topic.topicName() + ", but there is none");
            }
            partitions.addAll(ofTopic);
        }
        return partitions;
    }

    /** The reading from one start of this service to its stop. */
    private final class Feeding implements ReaderThread.Reading {
        private long markedAt = System.nanoTime();
        private boolean waiting;

        @Override
        public void read(Consumer<String, byte[]> consumer, ReaderThread thread) {
            begin(consumer);
            while (thread.isWanted()) {
                read(consumer);
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            if (!waiting) {
                waiting = true;
                log.warn("The streams of events wait for Kafka: {}", failure.toString());
            }
        }

        /** Goes on where it was, or begins with the events that come from now on. */
        private void begin(Consumer<String, byte[]> consumer) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            EventPosition before = position();
            if (before == null) {
                consumer.seekToEnd(partitions);
            } else {
                partitions.forEach(partition -> consumer.seek(partition, before.of(partition)));
            }
            pass(List.of(), reached(consumer));
            if (waiting) {
                waiting = false;
                log.info("The streams of events reach Kafka again");
            }
        }

        private void read(Consumer<String, byte[]> consumer) {
            Iterable<ConsumerRecord<String, byte[]>> records = consumer.poll(POLL);
            pass(records, reached(consumer));
            if (System.nanoTime() - markedAt >= KEEP_ALIVE.toNanos()) {
                markedAt = System.nanoTime();
                mark();
            }
        }

        private static EventPosition reached(Consumer<String, byte[]> consumer) {
            Map<TopicPartition, Long> next = new HashMap<>();
            consumer.assignment().forEach(partition -> next.put(partition, consumer.position(partition)));
            return new EventPosition(next);
        }
    }
}
