package org.healthpassport.bus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.bus.kafka.KafkaEventPublisher;
import org.healthpassport.bus.kafka.TopicRetention;
import org.springframework.kafka.KafkaException;

/** Reads dead letters by a consumer without a group, and replays them by the publisher. */
public final class KafkaDeadLetterTopics implements DeadLetterTopics {
    private static final String CLIENT = "dead-letters";
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Longer than the producer takes to give up. */
    private static final long REPLAY_SECONDS = 15;

    private final KafkaClients clients;
    private final KafkaEventPublisher publisher;

    public KafkaDeadLetterTopics(KafkaClients clients, KafkaEventPublisher publisher) {
        this.clients = clients;
        this.publisher = publisher;
    }

    @Override
    public Set<DeadLetterTopic> known() {
        return ask(admin -> admin.listTopics().names().get().stream()
                .flatMap(name -> DeadLetterTopic.of(name).stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public int partitions(DeadLetterTopic topic) {
        return ask(admin -> admin.describeTopics(List.of(topic.name())).allTopicNames().get().values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum());
    }

    @Override
    public Duration retention(DeadLetterTopic topic) {
        return ask(admin ->
                TopicRetention.of(admin, List.of(topic.name())).getOrDefault(topic.name(), TopicRetention.WITHOUT_END));
    }

    private <T> T ask(Question<T> question) {
        try (Admin admin = clients.admin()) {
            return question.answer(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("Expected an answer of the broker, but the wait for it was interrupted", e);
        } catch (ExecutionException e) {
            throw new KafkaException("Expected an answer of the broker, but it failed", e);
        }
    }

    @Override
    public List<DeadLetter> read(DeadLetterTopic topic, int partition, long fromOffset, int atMost) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        try (Consumer<String, byte[]> consumer = clients.reader(CLIENT)) {
            consumer.assign(List.of(place));
            long begin = consumer.beginningOffsets(List.of(place)).getOrDefault(place, 0L);
            long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            consumer.seek(place, Math.max(begin, fromOffset));
            return read(topic, place, consumer, end, atMost);
        }
    }

    private static List<DeadLetter> read(
            DeadLetterTopic topic, TopicPartition place, Consumer<String, byte[]> consumer, long end, int atMost) {
        List<DeadLetter> letters = new ArrayList<>();
        long begun = System.nanoTime();
        while (letters.size() < atMost && consumer.position(place) < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (letters.size() < atMost) {
                    letters.add(new DeadLetter(topic, record));
                    begun = System.nanoTime();
                }
            }
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new TransientFailure("Expected dead letters up to " + end + ", but the broker sends none");
            }
        }
        return letters;
    }

    @Override
    public Optional<DeadLetter> find(DeadLetterTopic topic, int partition, long offset) {
        return read(topic, partition, offset, 1).stream()
                .filter(letter -> letter.offset() == offset)
                .findFirst();
    }

    @Override
    public void replay(DeadLetter letter) {
        ConsumerRecord<String, byte[]> record = letter.asRecord();
        ProducerRecord<String, byte[]> again =
                new ProducerRecord<>(letter.topic().replayName(), null, record.key(), record.value());
        Headers headers = again.headers();
        DeadLetterHeaders.withoutOurs(record.headers()).forEach(headers::add);
        carry(letter, DeadLetterHeaders.TOPIC, headers, DeadLetterHeaders.REPLAYED_TOPIC);
        carry(letter, DeadLetterHeaders.PARTITION, headers, DeadLetterHeaders.REPLAYED_PARTITION);
        carry(letter, DeadLetterHeaders.OFFSET, headers, DeadLetterHeaders.REPLAYED_OFFSET);
        try {
            publisher.send(again).get(REPLAY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("Expected to replay a dead letter, but was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Expected to replay a dead letter, but the broker did not take it", e);
        }
    }

    private static void carry(DeadLetter letter, String from, Headers headers, String to) {
        letter.header(from).ifPresent(value -> headers.add(to, value.getBytes(UTF_8)));
    }

    private interface Question<T> {
        T answer(Admin admin) throws ExecutionException, InterruptedException;
    }
}
