package org.healthpassport.bus.subscription;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.bus.kafka.BusProperties;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.bus.kafka.KafkaEventPublisher;
import org.healthpassport.bus.kafka.TopicCreation;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.ForgedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.MessageListener;

/**
 * Runs one listener container per subscription, for its topic and for records that are replayed to it. A thread of its
 * own first waits for the broker and creates missing topics, so that a service starts without Kafka and catches up
 * later.
 */
final class Subscriptions implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final long RETRY_MILLIS = 1_000;
    /** Bounds how long a resumed partition waits for the poll that is under way. */
    private static final long POLL_MILLIS = 250;
    /** Bounds how often a busy partition is asked for a single record; one that was quiet has its next at once. */
    private static final long PAUSE_MILLIS = 50;
    /** The time from one commit of offsets to the next; a stop commits as well. */
    private static final long COMMIT_MILLIS = 500;
    /** The time for a handler to finish at a stop; after that, the event comes again. */
    private static final long STOP_SECONDS = 10;

    private final Collection<EventSubscription> declared;
    private final KafkaClients clients;
    private final BusProperties bus;
    private final TopicCreation topics;
    private final KafkaEventPublisher publisher;
    private final EventMacs macs;
    private final DeadLetterWriter deadLetters;
    private final RetriedRecords retried;
    private @Nullable Running running;
    private volatile boolean waiting;
    private volatile boolean refused;

    Subscriptions(
            Collection<EventSubscription> declared,
            KafkaClients clients,
            BusProperties bus,
            TopicCreation topics,
            KafkaEventPublisher publisher,
            EventMacs macs,
            DeadLetterWriter deadLetters,
            RetriedRecords retried) {
        this.declared = List.copyOf(declared);
        this.clients = clients;
        this.bus = bus;
        this.topics = topics;
        this.publisher = publisher;
        this.macs = macs;
        this.deadLetters = deadLetters;
        this.retried = retried;
        declared.forEach(subscription -> retried.show(subscription.consumer()));
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            Running started =
                    new Running( // No daemon: a worker without a web server has no other thread while it waits for
                            // Kafka.
                            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "event-bus")),
                            new ArrayList<>());
            running = started;
            started.scheduler().execute(() -> connect(started));
        }
    }

    private void connect(Running current) {
        try {
            topics.createMissing();
            publisher.warm();
            startContainers(current);
            if (waiting) {
                LOG.info("The event bus no longer waits for Kafka");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            waitForKafka(current, e);
        }
    }

    /** Logs once, not at each attempt. Refused credentials are not tried again. */
    private synchronized void waitForKafka(Running current, Exception failure) {
        if (running != current) {
            return;
        }
        if (Failures.kindOf(failure) == FailureKind.CONFIGURATION) {
            refused = true;
            LOG.error(
                    "Expected Kafka to accept this service, but it refused; correct the credentials or settings, then restart the service: {}",
                    String.valueOf(failure.getMessage()));
            return;
        }
        if (!waiting) {
            LOG.warn("The event bus waits for Kafka: {}", String.valueOf(failure.getMessage()));
        }
        waiting = true;
        current.scheduler().schedule(() -> connect(current), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void startContainers(Running current) {
        if (running != current) {
            return;
        }
        for (EventSubscription subscription : declared) {
            if (current.containers().stream()
                    .noneMatch(one -> subscription.consumer().equals(one.getGroupId()))) {
                ConcurrentMessageListenerContainer<String, byte[]> container =
                        container(subscription, current.scheduler());
                try {
                    container.start();
                } catch (RuntimeException e) { // the broker's name does not resolve any more, for instance
                    container.stop(() -> LOG.debug("Consumer {} is started again later", subscription.consumer()));
                    throw e;
                }
                current.containers().add(container);
            }
        }
    }

    private ConcurrentMessageListenerContainer<String, byte[]> container(
            EventSubscription subscription, ScheduledExecutorService scheduler) {
        RecordErrorHandler rules =
                new RecordErrorHandler(subscription, deadLetters, retried, bus.unexpectedFor(), scheduler);
        SubscriptionListener listener = new SubscriptionListener(subscription, macs);
        ContainerProperties properties = new ContainerProperties(
                subscription.topic().topicName(), subscription.topic().replayName(subscription.consumer()));
        properties.setGroupId(subscription.consumer());
        properties.setMessageListener((MessageListener<String, byte[]>) record -> {
            try {
                listener.onMessage(record);
            } catch (ForgedEvent forged) {
                rules.putAside(record, forged);
            }
            rules.handled(record);
        });
        properties.setConsumerRebalanceListener(rules);
        // Not after each record: most are of types that a subscription skips, and each commit is a request that the
        // broker writes into a log of its own. A consumer that dies has the records since the last commit again.
        properties.setAckMode(AckMode.TIME);
        properties.setAckTime(COMMIT_MILLIS);
        properties.setPollTimeout(POLL_MILLIS);
        properties.setIdleBetweenPolls(PAUSE_MILLIS);
        properties.setStopImmediate(true);
        ConcurrentMessageListenerContainer<String, byte[]> container =
                new ConcurrentMessageListenerContainer<>(clients.consumers(subscription), properties);
        container.setBeanName(subscription.consumer());
        container.setConcurrency(bus.threads());
        container.setCommonErrorHandler(rules);
        return container;
    }

    @Override
    public void stop() {
        Running stopping;
        synchronized (this) {
            if (running == null) {
                return;
            }
            stopping = running;
            running = null;
        }
        CountDownLatch stopped = new CountDownLatch(stopping.containers().size());
        stopping.containers().forEach(container -> container.stop(stopped::countDown));
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "Expected every subscription to stop within {} s, but {} did not",
                        STOP_SECONDS,
                        stopped.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopping.scheduler().shutdownNow();
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    /** The subscriptions that have stopped by themselves; none while the bus waits for the broker. */
    synchronized List<String> stopped() {
        if (refused) {
            return List.of("all");
        }
        return running == null
                ? List.of()
                : running.containers().stream()
                        .filter(container -> !container.isRunning() || !container.isInExpectedState())
                        .map(ConcurrentMessageListenerContainer::getGroupId)
                        .toList();
    }

    /** @param containers in the order of declaration; empty until the broker has answered */
    private record Running(
            ScheduledExecutorService scheduler, List<ConcurrentMessageListenerContainer<String, byte[]>> containers) {}
}
