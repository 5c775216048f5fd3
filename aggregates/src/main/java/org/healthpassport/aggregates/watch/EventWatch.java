package org.healthpassport.aggregates.watch;

import static org.springframework.data.mongodb.core.query.Query.query;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.aggregates.witness.KafkaWitness;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.bus.kafka.ReaderThread;
import org.healthpassport.bus.start.StartStep;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.CloudEvents;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.ForgedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;

/**
 * Tells all {@link Watched} aggregates what the store has at the start, and all of their events that Kafka keeps, and then each
 * event as it comes; on a thread of its own. The start waits for that, but not for long: Kafka may be away.
 *
 * <pre>
 *   store: id and last number --> events that Kafka keeps, up to the ends of now --> complete --> events as they come
 * </pre>
 */
@Component
public final class EventWatch implements StartStep, SmartLifecycle, Ordered {
    private static final Logger log = LoggerFactory.getLogger(EventWatch.class);

    private static final Duration START_WAITS = Duration.ofSeconds(10);
    private static final Duration STORE_WITHIN = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);
    /** Topics that are missing at the first start are made by this service itself, and soon. */
    private static final Duration LOOK_FOR_TOPICS_EVERY = Duration.ofSeconds(1);

    private static final Duration LOOK_FOR_PARTITIONS_EVERY = Duration.ofMinutes(1);
    private static final int BATCH = 1_000;

    private final ReactiveMongoTemplate mongo;
    private final KafkaClients clients;
    private final EventMacs macs;
    private final KafkaWitness witness;
    private final List<Watched<?>> watched;
    private final Set<EventType> types;
    private final Set<Topics> topics;
    private final CountDownLatch complete = new CountDownLatch(1);
    private volatile boolean heldUp;
    private @Nullable ReaderThread running;

    @Autowired
    EventWatch(
            ReactiveMongoTemplate mongo,
            KafkaClients clients,
            EventMacs macs,
            KafkaWitness witness,
            ObjectProvider<Watched<?>> watched,
            MeterRegistry metrics) {
        this(mongo, clients, macs, witness, watched.stream().toList(), metrics);
    }

    EventWatch(
            ReactiveMongoTemplate mongo,
            KafkaClients clients,
            EventMacs macs,
            KafkaWitness witness,
            List<Watched<?>> watched,
            MeterRegistry metrics) {
        this.mongo = mongo;
        this.clients = clients;
        this.macs = macs;
        this.witness = witness;
        this.watched = List.copyOf(watched);
        this.types =
                this.watched.stream().flatMap(kind -> kind.types().stream()).collect(Collectors.toUnmodifiableSet());
        this.topics =
                this.watched.stream().flatMap(kind -> kind.topics().stream()).collect(Collectors.toUnmodifiableSet());
        this.watched.forEach(kind -> show(kind, metrics));
        if (this.watched.isEmpty()) {
            complete.countDown();
        }
    }

    private static void show(Watched<?> kind, MeterRegistry metrics) {
        Gauge.builder("healthpassport.watched.aggregates", kind, Watched::size)
                .description("Aggregates of which this instance knows the newest event, so that none goes back")
                .tag("kind", kind.name())
                .register(metrics);
        FunctionCounter.builder("healthpassport.watched.pushed.out", kind, Watched::pushedOut)
                .description("Aggregates whose newest event was forgotten, as there was no room for more")
                .tag("kind", kind.name())
                .register(metrics);
    }

    /** True once everything is known that the store and Kafka had at the start. */
    public boolean isComplete() {
        return complete.getCount() == 0;
    }

    /** True if the store or Kafka could not be reached meanwhile, so that nobody knows how long it will take. */
    public boolean isHeldUp() {
        return heldUp;
    }

    @Override
    public String awaited() {
        return "the newest events to be known";
    }

    /** Before requests are taken, but after the keys of events are opened. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE - 1;
    }

    @Override
    public void attempt() throws InterruptedException {
        start();
        if (!complete.await(START_WAITS.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn(
                    "Expected to know the newest events within {} s, but it takes longer; links are not served until then",
                    START_WAITS.toSeconds());
        }
    }

    @Override
    public synchronized void start() {
        if (running == null && !watched.isEmpty()) {
            running = ReaderThread.start("event-watch", clients, new Watching());
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
            witness.flush();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    /** The reading from one start of this service to its stop. */
    private final class Watching implements ReaderThread.Reading {
        /** The offsets of the next records. A partition that is not among them is read from its beginning. */
        private final Map<TopicPartition, Long> next = new HashMap<>();

        private final long begun = System.nanoTime();
        /** The number of watched aggregates in the store; null until it was read. */
        private @Nullable Long stored;

        private long storeMillis;
        private boolean waiting;
        private boolean compared;

        @Override
        public void prepare() {
            if (stored == null) {
                stored = readStore();
                storeMillis = millis();
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            heldUp = true;
            if (!waiting) {
                waiting = true;
                log.warn(
                        "Expected to read the newest events, but it failed: {}; trying again every second",
                        failure.toString());
            }
        }

        private long millis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        }

        private long readStore() {
            AtomicLong read = new AtomicLong();
            for (Watched<?> kind : watched) {
                Query all = query(kind.stored()).cursorBatchSize(BATCH);
                all.fields().include(StreamHeads.LAST);
                mongo.find(all, Document.class, kind.collection())
                        .doOnNext(document -> {
                            if (document.get("_id") instanceof String id
                                    && document.get(StreamHeads.LAST) instanceof Long last) {
                                kind.sawStored(id, last);
                                read.incrementAndGet();
                            }
                        })
                        .then()
                        .block(STORE_WITHIN);
            }
            return read.get();
        }

        /** Returns when there are other partitions than before. */
        @Override
        public void read(Consumer<String, byte[]> consumer, ReaderThread thread) {
            Set<TopicPartition> partitions = new HashSet<>();
            boolean all = addPartitions(consumer, partitions);
            consumer.assign(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            partitions.forEach(place -> consumer.seek(place, next.getOrDefault(place, begins.getOrDefault(place, 0L))));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            compareWithWitness(ends);
            Part part = new Part(consumer, ends);
            boolean known = all || stored != null && stored == 0;
            Duration lookEvery = all ? LOOK_FOR_PARTITIONS_EVERY : LOOK_FOR_TOPICS_EVERY;
            long looked = System.nanoTime();
            while (thread.isWanted()) {
                if (known && !isComplete() && part.left() == 0) {
                    finish(part);
                }
                if (partitions.isEmpty()) {
                    thread.pause();
                } else {
                    poll(consumer, partitions);
                }
                part.tell();
                if (System.nanoTime() - looked > lookEvery.toNanos()) {
                    looked = System.nanoTime();
                    Set<TopicPartition> now = new HashSet<>();
                    addPartitions(consumer, now);
                    if (!now.equals(partitions)) {
                        return;
                    }
                }
            }
        }

        /** False if a topic does not exist yet. */
        private boolean addPartitions(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
            boolean all = true;
            for (Topics topic : topics) {
                List<TopicPartition> ofTopic = consumer.partitionsFor(topic.topicName()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
                all = all && !ofTopic.isEmpty();
                partitions.addAll(ofTopic);
            }
            return all;
        }

        private void poll(Consumer<String, byte[]> consumer, Set<TopicPartition> partitions) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            partitions.forEach(place -> next.put(place, consumer.position(place)));
            witness.note(next);
            if (waiting) {
                waiting = false;
                log.info("The newest events are read from Kafka again");
            }
        }

        /** Tells it once, at the first reading. */
        private void compareWithWitness(Map<TopicPartition, Long> ends) {
            if (compared) {
                return;
            }
            try {
                Map<TopicPartition, Long> seen = witness.seen().orElse(Map.of());
                seen.forEach((place, offset) -> {
                    if (ends.getOrDefault(place, 0L) < offset) {
                        log.warn(
                                "Expected {} to have at least the {} records that it had, but it has {}; if Kafka or MongoDB was restored from a backup, start as docs/restore.md says",
                                place,
                                offset,
                                ends.getOrDefault(place, 0L));
                    }
                });
            } catch (IOException e) {
                log.warn("Expected to read how far Kafka was read before, but it failed: {}", e.toString());
            }
            compared = true;
        }

        private void finish(Part part) {
            watched.forEach(Watched::complete);
            complete.countDown();
            log.info(
                    "The newest events of {} aggregates are known, from {} documents after {} ms, and {} records after {} ms",
                    watched.stream().mapToLong(Watched::size).sum(),
                    stored,
                    storeMillis,
                    part.all(),
                    millis());
        }
    }

    /** Others put aside what is no event of ours, and raise the alarm. */
    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            Optional<EventType> type = CloudEvents.typeOf(record);
            if (type.isPresent() && types.contains(type.get())) {
                Event event = macs.read(record);
                watched.forEach(kind -> kind.saw(event));
            }
        } catch (MalformedEvent | ForgedEvent notOurs) {
            log.debug("Not a provable event: {}-{}@{}", record.topic(), record.partition(), record.offset());
        }
    }

    /** The records up to the ends of topics at the time when their reading began. */
    private final class Part {
        private final Consumer<String, byte[]> consumer;
        private final Map<TopicPartition, Long> ends;
        private final long all;
        private long toldAt = System.nanoTime();

        Part(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
            this.consumer = consumer;
            this.ends = ends;
            this.all = left();
        }

        long all() {
            return all;
        }

        long left() {
            return ends.entrySet().stream()
                    .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                    .sum();
        }

        void tell() {
            if (!isComplete() && System.nanoTime() - toldAt > PROGRESS_EVERY.toNanos()) {
                toldAt = System.nanoTime();
                log.info("Reading the newest events: {} of {} records are left", left(), all);
            }
        }
    }
}
