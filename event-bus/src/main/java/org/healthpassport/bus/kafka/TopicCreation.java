package org.healthpassport.bus.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.events.Topics;

/**
 * Creates the topics that are missing, and leaves those that exist as they are: more partitions would break the order of
 * keys, and other settings are the operator's.
 */
final class TopicCreation {
    private final KafkaClients clients;
    private final BusProperties bus;
    private final Collection<EventSubscription> subscriptions;

    TopicCreation(KafkaClients clients, BusProperties bus, Collection<EventSubscription> subscriptions) {
        this.clients = clients;
        this.bus = bus;
        this.subscriptions = List.copyOf(subscriptions);
    }

    /** @throws ExecutionException if the broker does not answer or refuses */
    void createMissing() throws ExecutionException, InterruptedException {
        try (Admin admin = clients.admin()) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing =
                    expected().filter(topic -> !existing.contains(topic.name())).toList();
            List<KafkaFuture<Void>> creations =
                    new ArrayList<>(admin.createTopics(missing).values().values());
            for (KafkaFuture<Void> creation : creations) {
                await(creation);
            }
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
                Arrays.stream(Topics.values()).map(topic -> topic(topic.topicName(), bus.partitions())),
                subscriptions.stream()
                        .map(subscription -> subscription.topic().deadLetterName(subscription.consumer()))
                        .distinct()
                        .map(name -> topic(name, 1)));
    }

    private NewTopic topic(String name, int partitions) {
        Map<String, String> configs = new HashMap<>();
        configs.put(
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(bus.retention().toMillis()));
        Short replicas = bus.replicationFactor();
        if (replicas != null) {
            configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.max(1, replicas - 1)));
        }
        return new NewTopic(name, Optional.of(partitions), Optional.ofNullable(replicas)).configs(configs);
    }
}
