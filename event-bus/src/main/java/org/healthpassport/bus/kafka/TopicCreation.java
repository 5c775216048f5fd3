package org.healthpassport.bus.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.events.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing, and leaves those that exist as they are: more partitions would break the order of
 * keys, and other settings are the operator's.
 */
public final class TopicCreation {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);

    private static final Duration RETENTION = Duration.ofDays(30);

    private final KafkaClients clients;
    private final BusProperties bus;
    private final Collection<EventSubscription> subscriptions;

    public TopicCreation(KafkaClients clients, BusProperties bus, Collection<EventSubscription> subscriptions) {
        this.clients = clients;
        this.bus = bus;
        this.subscriptions = List.copyOf(subscriptions);
    }

    /** @throws ExecutionException if the broker does not answer or refuses */
    public void createMissing() throws ExecutionException, InterruptedException {
        try (Admin admin = clients.admin()) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing =
                    expected().filter(topic -> !existing.contains(topic.name())).toList();
            List<KafkaFuture<Void>> creations =
                    new ArrayList<>(admin.createTopics(missing).values().values());
            for (KafkaFuture<Void> creation : creations) {
                await(creation);
            }
            tellShortRetention(
                    admin, deadLetterNames().filter(existing::contains).toList());
        }
    }

    /** Dead letters of a topic that is older than this setting are gone earlier than its readers expect. */
    private void tellShortRetention(Admin admin, List<String> names) throws InterruptedException {
        try {
            for (Map.Entry<String, Duration> kept :
                    TopicRetention.of(admin, names).entrySet()) {
                if (kept.getValue().compareTo(bus.deadLetterRetention()) < 0) {
                    LOG.warn(
                            "Expected {} to keep its records for {}, but the topic's setting is {}; change {} of the topic if that is not intended",
                            kept.getKey(),
                            bus.deadLetterRetention(),
                            kept.getValue(),
                            TopicConfig.RETENTION_MS_CONFIG);
                }
            }
        } catch (ExecutionException e) { // a broker may keep its settings to itself, and all else works without them
            LOG.debug("The broker does not tell how long it keeps dead letters", e);
        }
    }

    private static void await(KafkaFuture<Void> creation) throws ExecutionException, InterruptedException {
        try {
            creation.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // another service was faster
                throw e;
            }
        }
    }

    private Stream<NewTopic> expected() {
        return Stream.concat(
                Arrays.stream(Topics.values()).map(topic -> topic(topic.topicName(), bus.partitions(), RETENTION)),
                Stream.concat(
                        deadLetterNames().map(name -> topic(name, 1, bus.deadLetterRetention())),
                        names(Topics::replayName).map(name -> topic(name, 1, RETENTION))));
    }

    private Stream<String> deadLetterNames() {
        return names(Topics::deadLetterName);
    }

    private Stream<String> names(BiFunction<Topics, String, String> naming) {
        return subscriptions.stream()
                .map(subscription -> naming.apply(subscription.topic(), subscription.consumer()))
                .distinct();
    }

    private NewTopic topic(String name, int partitions, Duration retention) {
        Map<String, String> configs = new HashMap<>();
        configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        Short replicas = bus.replicationFactor();
        if (replicas != null) {
            configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.max(1, replicas - 1)));
        }
        return new NewTopic(name, Optional.of(partitions), Optional.ofNullable(replicas)).configs(configs);
    }
}
