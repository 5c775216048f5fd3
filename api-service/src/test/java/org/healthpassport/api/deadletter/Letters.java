package org.healthpassport.api.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.deadletter.ingestion.DeadLetterSweep;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.events.kafka.CloudEvents;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Makes dead letters as consumers and as forgers make them, and looks at the topics. */
final class Letters implements AutoCloseable {
    static final String CONSUMER = "api-service";
    static final String TOPIC = Topics.PROCESSING.deadLetterName(CONSUMER);
    static final String REPLAY = Topics.PROCESSING.replayName(CONSUMER);
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final ApiUnderTest api;
    private final SignedIn administrator;
    private final KafkaProducer<String, byte[]> producer;

    Letters(ApiUnderTest api) {
        this.api = api;
        this.administrator = api.administrator();
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", api.bootstrapServers()), new StringSerializer(), new ByteArraySerializer());
    }

    /** The administrator who asks. */
    SignedIn administrator() {
        return administrator;
    }

    WebTestClient client() {
        return api.client(administrator);
    }

    /** Sends a report whose payload ends too early, which our consumer puts aside; gives the record that it is. */
    ConsumerRecord<String, byte[]> failedReport() {
        String subject = UUID.randomUUID().toString();
        byte[] whole = EventCodec.encode(new DocumentProcessed(
                subject,
                "patient",
                ProcessingOutcome.FAILED,
                FailureReason.STAGED_BYTES_MISSING,
                null,
                0L,
                ByteBuffer.allocate(0),
                ""));
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(
                api.attested(event(subject, new byte[] {whole[0], whole[1], whole[2], whole[3], whole[4], 4})));
        RecordMetadata place = send(record);
        sweepUntil(
                () -> !listed("?consumer=" + CONSUMER + "&limit=200", subject).isEmpty());
        return records(record.topic()).stream()
                .filter(found -> found.partition() == place.partition() && found.offset() == place.offset())
                .findFirst()
                .orElseThrow();
    }

    /** An event of a worker's report. */
    static Event event(String subject, byte[] data) {
        return new Event(
                UUID.randomUUID().toString(),
                EventType.DOCUMENT_PROCESSED,
                subject,
                Instant.now(),
                subject,
                null,
                UUID.randomUUID().toString(),
                null,
                null,
                data);
    }

    /** The dead letter that a consumer would make of a record, with the given headers. */
    static ProducerRecord<String, byte[]> letter(
            ConsumerRecord<String, byte[]> original, byte[] value, Map<String, String> headers) {
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(TOPIC, null, original.key(), value);
        original.headers().forEach(letter.headers()::add);
        put(letter.headers(), "dlt-original-topic", original.topic());
        put(letter.headers(), "dlt-original-partition", String.valueOf(original.partition()));
        put(letter.headers(), "dlt-original-offset", String.valueOf(original.offset()));
        put(letter.headers(), "dlt-consumer", CONSUMER);
        put(letter.headers(), "dlt-reason", "org.healthpassport.events.MalformedEvent");
        headers.forEach((name, text) -> {
            letter.headers().remove(name);
            put(letter.headers(), name, text);
        });
        return letter;
    }

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    RecordMetadata send(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The id of a dead letter at an offset of our topic, once it is known. */
    String idAt(long offset) {
        List<String> ids = new ArrayList<>();
        sweepUntil(() -> {
            page("?limit=200").stream()
                    .filter(letter ->
                            TOPIC.equals(letter.get("topic")) && ((Number) letter.get("offset")).longValue() == offset)
                    .forEach(letter -> ids.add((String) letter.get("id")));
            return !ids.isEmpty();
        });
        return ids.get(0);
    }

    void sweepUntil(Callable<Boolean> condition) {
        await().atMost(WITHIN).until(() -> {
            sweep();
            return condition.call();
        });
    }

    void sweep() {
        api.bean(DeadLetterSweep.class).sweep().block(WITHIN);
    }

    /** The dead letters of a list that are about a subject, newest first. */
    List<Map<String, Object>> listed(String query, String subject) {
        return page(query).stream()
                .filter(letter -> subject.equals(letter.get("subject")))
                .toList();
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> page(String query) {
        return (List<Map<String, Object>>) answer(query).get("items");
    }

    Map<String, Object> answer(String query) {
        return body(client().get().uri("/api/admin/dead-letters" + query).exchange());
    }

    Map<String, Object> get(String id) {
        return body(client().get().uri("/api/admin/dead-letters/" + id).exchange());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(ResponseSpec answer) {
        return answer.expectStatus().isOk().expectBody(Map.class).returnResult().getResponseBody();
    }

    ResponseSpec replay(String id) {
        return client().post().uri("/api/admin/dead-letters/" + id + "/replay").exchange();
    }

    ResponseSpec discard(String id, Object body) {
        return client().post()
                .uri("/api/admin/dead-letters/" + id + "/discard")
                .bodyValue(body)
                .exchange();
    }

    /** Everything that a topic holds. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", api.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(place -> consumer.position(place) < ends.get(place))) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
            return records;
        }
    }

    /** Records that the broker keeps no longer, up to and with that one. */
    void drop(RecordMetadata upTo) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", api.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(upTo.topic(), upTo.partition()),
                            RecordsToDelete.beforeOffset(upTo.offset() + 1)))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        List<Header> headers = new ArrayList<>();
        record.headers().forEach(headers::add);
        return headers.stream()
                .filter(header ->
                        !header.key().startsWith("dlt-") && !header.key().startsWith("replay-"))
                .collect(Collectors.toMap(Header::key, header -> new String(header.value(), UTF_8)));
    }

    @Override
    public void close() {
        producer.close();
    }
}
