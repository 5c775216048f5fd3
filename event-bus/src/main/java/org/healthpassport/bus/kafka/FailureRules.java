package org.healthpassport.bus.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.bus.kafka.DeadLetters.NotWritten;
import org.healthpassport.bus.kafka.Failure.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.KafkaException.Level;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * What happens to a record that was not handled. While it waits for its next try only its partition is paused: the
 * consumer goes on polling, so the group keeps it and its other partitions flow.
 */
final class FailureRules implements CommonErrorHandler {
    static final int TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(FailureRules.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final String consumerName;
    private final DeadLetters deadLetters;
    private final ScheduledExecutorService scheduler;
    private final Map<TopicPartition, Failing> failing = new ConcurrentHashMap<>();

    FailureRules(String consumerName, DeadLetters deadLetters, ScheduledExecutorService scheduler) {
        this.consumerName = consumerName;
        this.deadLetters = deadLetters;
        this.scheduler = scheduler;
    }

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    /** @throws KafkaException if the first record is to be had again, which keeps the container from committing it */
    @Override
    public void handleRemaining(
            Exception thrown,
            List<ConsumerRecord<?, ?>> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container) {
        ConsumerRecord<?, ?> record = records.get(0);
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Failure failure = Failure.of(thrown);
        Failing attempts = failing.merge(
                partition, Failing.first(record.offset(), failure.kind()), (known, now) -> known.and(now));
        boolean dead = failure.kind() == Kind.MALFORMED || attempts.poisoned() >= TRIES;
        if (failure.kind() == Kind.UNCOMMITTED || (dead && putAside(record, failure, attempts))) {
            // The container commits it once this returns.
            failing.remove(partition);
            rewind(records.subList(1, records.size()), consumer);
            return;
        }
        rewind(records, consumer);
        container.pausePartition(partition);
        LOG.warn(
                "{} did not handle {}@{}, attempt {}: {} {}",
                consumerName,
                partition,
                record.offset(),
                attempts.total(),
                failure.kind(),
                failure.where());
        if (failure.kind() == Kind.CONFIGURATION) {
            stop(container);
        } else {
            scheduler.schedule(
                    () -> container.resumePartition(partition), attempts.pause().toMillis(), TimeUnit.MILLISECONDS);
        }
        throw new KafkaException("Expected to handle the record, but it is to be tried again", Level.DEBUG, thrown);
    }

    /** What fails apart from any record, commits above all, repeats itself at the next poll. */
    @Override
    public void handleOtherException(
            Exception thrown, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        LOG.warn(
                "{} cannot read from Kafka: {}",
                consumerName,
                Failure.of(thrown).where());
        try {
            ListenerUtils.stoppableSleep(container, FIRST_PAUSE.toMillis());
        } catch (InterruptedException e) {
            // Left cleared: the container says when to end, and a thread that stays interrupted can never poll again.
            LOG.debug("{} was interrupted", consumerName);
        }
    }

    private boolean putAside(ConsumerRecord<?, ?> record, Failure failure, Failing attempts) {
        try {
            deadLetters.write(record, consumerName, failure, attempts.total());
            LOG.warn(
                    "{} put {}-{}@{} aside as a dead letter: {}",
                    consumerName,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    failure.reason());
            return true;
        } catch (NotWritten e) {
            LOG.warn("{} cannot write a dead letter and keeps the record: {}", consumerName, e.toString());
            return false;
        }
    }

    private static void rewind(List<ConsumerRecord<?, ?>> records, Consumer<?, ?> consumer) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (ConsumerRecord<?, ?> record : records) {
            positions.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
        positions.forEach(consumer::seek);
    }

    private void stop(MessageListenerContainer container) {
        LOG.error("{} stops: a dependency refuses its credentials", consumerName);
        // Not here, because the container waits for this thread.
        scheduler.execute(() -> container.stopAbnormally(() -> LOG.info("{} has stopped", consumerName)));
    }

    /** Failures in a row of the record at one offset; those that may end in a dead letter are counted apart. */
    private record Failing(long offset, int total, int poisoned) {
        static Failing first(long offset, Kind kind) {
            return new Failing(offset, 1, kind == Kind.POISON ? 1 : 0);
        }

        Failing and(Failing next) {
            return offset == next.offset ? new Failing(offset, total + 1, poisoned + next.poisoned) : next;
        }

        Duration pause() {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(total - 1, 10));
            return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
    }
}
