package org.healthpassport.bus.subscription;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.subscription.DeadLetterWriter.NotWritten;
import org.healthpassport.events.kafka.ForgedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.KafkaException.Level;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Decides whether a record that was not handled is tried again, becomes a dead letter, or stops the container. Only the
 * partition of a record that waits for its next try is paused; the consumer goes on polling, so that it stays in its
 * group and its other partitions flow.
 *
 * <ul>
 *   <li>{@code TRANSIENT}, {@code STORAGE_FULL}: again without end.
 *   <li>{@code CONFIGURATION}: the container stops, and the service is not ready.
 *   <li>{@code RECORD}, {@code UNREADABLE}: a dead letter after three tries.
 *   <li>{@code FORGED}: a dead letter at once, which is never replayed.
 *   <li>{@code UNEXPECTED}: an alarm at once, and a dead letter when its time is over. The time begins again when the
 *       partition moves to another process, or this one starts again: an unseen alarm costs a delay, and never a record.
 * </ul>
 */
final class RecordErrorHandler implements CommonErrorHandler, ConsumerAwareRebalanceListener {
    static final int TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(RecordErrorHandler.class);
    private static final Duration PAUSE_WITHOUT_RECORD = Duration.ofMillis(500);
    private static final Duration TOLD_OF_FORGERY_EVERY = Duration.ofMinutes(1);

    private final EventSubscription subscription;
    private final String consumerName;
    private final DeadLetterWriter deadLetters;
    private final RetriedRecords retried;
    private final Duration unexpectedFor;
    private final ScheduledExecutorService scheduler;
    private final AtomicLong toldOfForgeryAt = new AtomicLong(System.nanoTime() - TOLD_OF_FORGERY_EVERY.toNanos());

    RecordErrorHandler(
            EventSubscription subscription,
            DeadLetterWriter deadLetters,
            RetriedRecords retried,
            Duration unexpectedFor,
            ScheduledExecutorService scheduler) {
        this.subscription = subscription;
        this.consumerName = subscription.consumer();
        this.deadLetters = deadLetters;
        this.retried = retried;
        this.unexpectedFor = unexpectedFor;
        this.scheduler = scheduler;
    }

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    /**
     * Makes a forged record a dead letter, without the pauses after other failures, so that a flood of them holds up the others as
     * little as possible.
     *
     * @throws TransientFailure if the broker does not take the dead letter, so that the record comes again
     */
    void putAside(ConsumerRecord<?, ?> record, ForgedEvent forged) {
        ClassifiedFailure failure = new ClassifiedFailure(FailureKind.FORGED, false, forged);
        if (!putAside(record, failure, FailedAttempts.first(record.offset(), failure.kind(), System.nanoTime()))) {
            throw new TransientFailure("Expected to put a forged record aside, but the broker did not take it", forged);
        }
    }

    /** Ends the alarm of a record that was handled after all. */
    void handled(ConsumerRecord<?, ?> record) {
        retried.forget(consumerName, partitionOf(record));
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        retried.forget(consumerName, partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        retried.forget(consumerName, partitions);
    }

    /** @throws KafkaException if the first record is to be had again, which keeps the container from committing it */
    @Override
    public void handleRemaining(
            Exception thrown,
            List<ConsumerRecord<?, ?>> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container) {
        ConsumerRecord<?, ?> record = records.get(0);
        TopicPartition partition = partitionOf(record);
        ClassifiedFailure failure = ClassifiedFailure.of(thrown);
        FailedAttempts attempts = retried.failed(consumerName, partition, record.offset(), failure.kind());
        if (failure.handled() || (isGivenUp(attempts) && putAside(record, failure, attempts))) {
            // The container commits it once this returns.
            retried.forget(consumerName, partition);
            rewind(records.subList(1, records.size()), consumer);
            return;
        }
        rewind(records, consumer);
        container.pausePartition(partition);
        tell(partition, failure, attempts);
        if (failure.kind() == FailureKind.CONFIGURATION) {
            stop(container);
        } else {
            scheduler.schedule(
                    () -> container.resumePartition(partition), attempts.pause().toMillis(), TimeUnit.MILLISECONDS);
        }
        throw new KafkaException("Expected to handle the record, but it failed; trying again", Level.DEBUG, thrown);
    }

    private boolean isGivenUp(FailedAttempts attempts) {
        return switch (attempts.kind()) {
            case FORGED -> true;
            case RECORD, UNREADABLE -> attempts.pointless() >= TRIES;
            case UNEXPECTED -> attempts.unexpectedFor().compareTo(unexpectedFor) >= 0;
            case TRANSIENT, STORAGE_FULL, CONFIGURATION -> false;
        };
    }

    private void tell(TopicPartition partition, ClassifiedFailure failure, FailedAttempts attempts) {
        if (failure.kind() == FailureKind.UNEXPECTED && attempts.unexpectedFor().isZero()) {
            LOG.error(
                    "Consumer {} could not handle {}@{} for an unknown reason; it tries for {}, then makes it a dead letter: {}",
                    consumerName,
                    partition,
                    attempts.offset(),
                    unexpectedFor,
                    failure.where());
        } else {
            LOG.warn(
                    "Consumer {} could not handle {}@{} at attempt {}: {} {}",
                    consumerName,
                    partition,
                    attempts.offset(),
                    attempts.total(),
                    failure.kind(),
                    failure.where());
        }
    }

    /** Failures without a record, mostly of commits, repeat themselves at the next poll. */
    @Override
    public void handleOtherException(
            Exception thrown, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        LOG.warn(
                "Consumer {} cannot read from Kafka: {}",
                consumerName,
                ClassifiedFailure.of(thrown).where());
        try {
            ListenerUtils.stoppableSleep(container, PAUSE_WITHOUT_RECORD.toMillis());
        } catch (InterruptedException e) {
            // Left cleared: the container says when to end, and a thread that stays interrupted can never poll again.
            LOG.debug("Consumer {} was interrupted", consumerName);
        }
    }

    private boolean putAside(ConsumerRecord<?, ?> record, ClassifiedFailure failure, FailedAttempts attempts) {
        try {
            deadLetters.write(record, subscription, failure, attempts.total());
            if (failure.kind() != FailureKind.FORGED || isToBeTold()) {
                LOG.error(
                        "Consumer {} made {}-{}@{} a dead letter: {} {}",
                        consumerName,
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        failure.kind(),
                        failure.reason());
            }
            return true;
        } catch (NotWritten e) {
            LOG.warn(
                    "Consumer {} could not write a dead letter and tries the record again: {}",
                    consumerName,
                    e.toString());
            return false;
        }
    }

    /** Once a minute: somebody who forges events could fill the disk with lines about them. The metric counts all. */
    private boolean isToBeTold() {
        long now = System.nanoTime();
        long before = toldOfForgeryAt.get();
        return now - before >= TOLD_OF_FORGERY_EVERY.toNanos() && toldOfForgeryAt.compareAndSet(before, now);
    }

    private static void rewind(List<ConsumerRecord<?, ?>> records, Consumer<?, ?> consumer) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (ConsumerRecord<?, ?> record : records) {
            positions.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
        positions.forEach(consumer::seek);
    }

    private void stop(MessageListenerContainer container) {
        LOG.error(
                "Consumer {} stops: a dependency refused the service; correct its credentials or settings, then restart the service",
                consumerName);
        // Not here, because the container waits for this thread.
        scheduler.execute(() -> container.stopAbnormally(() -> LOG.info("Consumer {} has stopped", consumerName)));
    }

    private static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
