package org.healthpassport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.events.Event;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.Topics;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.audit.SealedDetail;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The events that the service under test publishes from now on, read and opened as the audit service does it. */
public final class RecordedEvents implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final ApiUnderTest api;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Event> seen = new ArrayList<>();

    public RecordedEvents(ApiUnderTest api, Topics... topics) {
        this.api = api;
        Properties settings = new Properties();
        settings.put("bootstrap.servers", api.bootstrapServers());
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Arrays.stream(topics)
                .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** The one event that matches; waits until it comes. */
    public Event one(Predicate<Event> which) {
        return all(1, which).get(0);
    }

    /** All events that match; waits for the expected number, and fails if there are more. */
    public List<Event> all(int count, Predicate<Event> which) {
        await().atMost(WITHIN).until(() -> poll().stream().filter(which).count() >= count);
        List<Event> found = seen.stream().filter(which).toList();
        assertThat(found).hasSize(count);
        return found;
    }

    /** All events that were seen, once they meet a condition. */
    public List<Event> seenWhen(Predicate<List<Event>> complete) {
        await().atMost(WITHIN).until(() -> complete.test(poll()));
        return List.copyOf(seen);
    }

    private List<Event> poll() {
        consumer.poll(Duration.ofMillis(20)).forEach(record -> {
            Event event = api.bean(EventMacs.class).read(record);
            if (seen.stream().noneMatch(event::equals)) {
                seen.add(event);
            }
        });
        return seen;
    }

    /** The sealed detail of an event. */
    public JsonNode detail(Event event) {
        AuditStamp stamp = event.stamp();
        Document stored = api.bean(ReactiveMongoTemplate.class)
                .findOne(
                        Query.query(Criteria.where(AuditKeyDocument.PSEUDONYM).is(stamp.getKeyId())),
                        Document.class,
                        AuditKeyDocument.COLLECTION)
                .block(WITHIN);
        AuditKeyDocument keys = AuditKeyDocument.read(stored, bytes -> ((Binary) bytes).getData());
        byte[] detail = new SealedDetail(
                        PayloadBytes.of(stamp.getSealedDetail()), PayloadBytes.of(stamp.getCommitment()))
                .open(keys.unwrap(api.bean(KeyEncryptionKeys.class)), event.id());
        return JsonMapper.shared().readTree(detail);
    }

    /** The pseudonym of a patient or account. */
    public String pseudonym(String subjectId) {
        return api.bean(ReactiveMongoTemplate.class)
                .findById(subjectId, Document.class, AuditKeyDocument.COLLECTION)
                .block(WITHIN)
                .getString(AuditKeyDocument.PSEUDONYM);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
