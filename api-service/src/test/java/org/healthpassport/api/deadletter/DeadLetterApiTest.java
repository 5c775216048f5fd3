package org.healthpassport.api.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.deadletter.ingestion.DeadLetterAlarm;
import org.healthpassport.api.deadletter.kept.DeadLetterStore;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.bus.deadletter.DeadLetterTopics;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.deadletter.DeadLetterDiscarded;
import org.healthpassport.events.deadletter.DeadLetterReplayed;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.events.kafka.CloudEvents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class DeadLetterApiTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String UNKNOWN = "00000000-0000-0000-0000-000000000000";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static Letters letters;
    private static ConsumerRecord<String, byte[]> failed;

    @BeforeAll
    static void failOnce() {
        letters = new Letters(api);
        failed = letters.failedReport();
    }

    @AfterAll
    static void close() {
        letters.close();
    }

    @Test
    void shouldShowWhatAConsumerPutAside() {
        // when
        ConsumerRecord<String, byte[]> report = letters.failedReport();
        String subject = report.key();
        Map<String, Object> listed = letters.listed("?state=WAITING&consumer=api-service&limit=200", subject)
                .get(0);

        // then
        assertThat(listed)
                .containsEntry("topic", "healthpassport.processing.api-service.dlt")
                .containsEntry("partition", 0)
                .containsEntry("consumer", "api-service")
                .containsEntry("kind", "RECORD")
                .containsEntry("type", "org.healthpassport.document.processed.v1")
                .containsEntry("attempts", 3)
                .containsEntry("state", "WAITING")
                .containsOnlyKeys(
                        "id",
                        "topic",
                        "partition",
                        "offset",
                        "consumer",
                        "kind",
                        "type",
                        "subject",
                        "reason",
                        "attempts",
                        "state",
                        "at");
        assertThat((String) listed.get("reason")).startsWith("Expected ");
        assertThat(Instant.parse((String) listed.get("at")))
                .isAfter(Instant.now().minus(WITHIN));
        assertThat(letters.get((String) listed.get("id"))).isEqualTo(listed);
        assertThat(letters.listed("?state=REPLAYED&limit=200", subject)).isEmpty();
        assertThat(letters.listed("?consumer=qr-worker&limit=200", subject)).isEmpty();
        assertThat(api.bean(MeterRegistry.class)
                        .get("healthpassport.dead.letters.waiting")
                        .tag("consumer", "api-service")
                        .gauge()
                        .value())
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void shouldGoThroughAllPagesNewestFirst() {
        // given
        String older = UUID.randomUUID().toString();
        String newer = UUID.randomUUID().toString();
        List<Long> offsets = Stream.of(older, newer)
                .map(subject -> letters.send(Letters.letter(failed, failed.value(), Map.of("ce_subject", subject)))
                        .offset())
                .toList();
        letters.idAt(offsets.get(1));

        // when
        List<Object> seen = new ArrayList<>();
        List<Object> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Map<String, Object> page = letters.answer("?limit=1" + cursor);
            ((List<?>) page.get("items")).forEach(item -> {
                seen.add(((Map<?, ?>) item).get("subject"));
                ids.add(((Map<?, ?>) item).get("id"));
            });
            cursor = page.get("nextCursor") == null ? null : "&cursor=" + page.get("nextCursor");
        }

        // then
        assertThat(seen).containsSubsequence(newer, older);
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void shouldReplayToTheConsumerThatFailedAndToNoOther() {
        // given
        ConsumerRecord<String, byte[]> report = letters.failedReport();
        String subject = report.key();
        String id = (String) letters.listed("?limit=200", subject).get(0).get("id");
        int before = letters.records(Topics.PROCESSING.topicName()).size();
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            letters.replay(id).expectStatus().isEqualTo(202).expectBody().isEmpty();

            // then
            assertThat(letters.records(Letters.REPLAY))
                    .filteredOn(replayed -> subject.equals(replayed.key()))
                    .singleElement()
                    .satisfies(replayed -> {
                        assertThat(replayed.value()).isEqualTo(report.value());
                        assertThat(Letters.headers(replayed)).isEqualTo(Letters.headers(report));
                    });
            assertThat(letters.records(Topics.PROCESSING.replayName("api-service-qr-codes")))
                    .noneMatch(replayed -> subject.equals(replayed.key()));
            assertThat(letters.records(Topics.PROCESSING.topicName())).hasSize(before);
            assertThat(letters.get(id))
                    .containsEntry("state", "REPLAYED")
                    .containsEntry("by", letters.administrator().accountId());
            Event told = recorded.one(event -> event.type() == EventType.DEAD_LETTER_REPLAYED);
            assertThat(told.payload(DeadLetterReplayed.class).getDeadLetterId()).isEqualTo(id);
            assertThat(told.payload(DeadLetterReplayed.class).getConsumer()).isEqualTo("api-service");
            assertThat(told.stamp().getActor())
                    .isEqualTo(letters.administrator().accountId());
            assertThat(told.stamp().getAction()).isEqualTo(AuditAction.EXECUTE);
            assertThat(recorded.detail(told).get("resourceId").asString()).isEqualTo(id);
        }

        // and the consumer has it: it fails again, as a dead letter of its own
        letters.sweepUntil(
                () -> letters.listed("?state=WAITING&limit=200", subject).size() == 1);
        letters.replay(id)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:already-decided");
        letters.discard(id, Map.of("reason", "x")).expectStatus().isEqualTo(409).expectBody();
    }

    @Test
    void shouldDiscardWithAReasonThatOnlyTheAuditLogHas() {
        // given
        String id = letters.idAt(
                letters.send(Letters.letter(failed, failed.value(), Map.of())).offset());
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            letters.discard(id, Map.of("reason", "Ada's worker was a test"))
                    .expectStatus()
                    .isNoContent()
                    .expectBody();

            // then
            Event told = recorded.one(event -> event.type() == EventType.DEAD_LETTER_DISCARDED);
            assertThat(told.payload(DeadLetterDiscarded.class).getDeadLetterId())
                    .isEqualTo(id);
            assertThat(recorded.detail(told).get("reason").asString()).isEqualTo("Ada's worker was a test");
        }
        assertThat(letters.get(id))
                .containsEntry("state", "DISCARDED")
                .containsEntry("by", letters.administrator().accountId());
        assertThat(stored(id).toJson()).doesNotContain("Ada");
        assertThat(api.logged()).doesNotContain("Ada's worker");
        letters.replay(id).expectStatus().isEqualTo(409).expectBody();
        letters.discard(id, Map.of("reason", "again"))
                .expectStatus()
                .isEqualTo(409)
                .expectBody();
        assertThat(letters.records(Letters.REPLAY))
                .noneMatch(replayed -> stored(id).getString("subject").equals(replayed.key()));
    }

    @ParameterizedTest
    @MethodSource("noReasons")
    void shouldRefuseToDiscardWithoutAReason(Object body) {
        letters.discard(UNKNOWN, body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/reason");
    }

    static Stream<Map<String, String>> noReasons() {
        return Stream.of("", "  ", "a\nb", "x".repeat(501)).map(reason -> Map.of("reason", reason));
    }

    @Test
    void shouldTakeTheLongestReasonInAnyAlphabet() {
        // given
        String id = letters.idAt(
                letters.send(Letters.letter(failed, failed.value(), Map.of())).offset());
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            letters.discard(id, Map.of("reason", "漢".repeat(500)))
                    .expectStatus()
                    .isNoContent()
                    .expectBody();

            // then an audit entry of 4 KiB has room for it, in base64
            Event told = recorded.one(event -> event.type() == EventType.DEAD_LETTER_DISCARDED);
            assertThat(told.stamp().getSealedDetail().remaining()).isLessThan(2_200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/" + UNKNOWN, "/" + UNKNOWN + "/replay", "/" + UNKNOWN + "/discard"})
    void shouldBeForAdministratorsAlone(String path) {
        assertThat(status(api.client(), path)).isEqualTo(401);
        assertThat(status(api.client(api.newPatient()), path)).isEqualTo(403);
        assertThat(status(letters.client(), path)).isIn(200, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?state=GONE", "?limit=0", "?cursor=x"})
    void shouldRefuseWhatCannotBeAskedFor(String query) {
        letters.client()
                .get()
                .uri("/api/admin/dead-letters" + query)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody();
    }

    @Test
    void shouldNeverReplayAForgedOne() {
        // given
        byte[] changed = failed.value().clone();
        changed[changed.length - 1]++;
        List<ProducerRecord<String, byte[]>> forged = List.of(
                Letters.letter(failed, changed, Map.of()),
                Letters.letter(
                        failed,
                        failed.value(),
                        Map.of("ce_subject", UUID.randomUUID().toString())),
                Letters.letter(failed, failed.value(), Map.of("dlt-consumer", "qr-worker")),
                Letters.letter(failed, failed.value(), Map.of("ce_macapiservice", "")),
                Letters.letter(failed, failed.value(), Map.of("dlt-original-topic", "healthpassport.patient")));
        double before = forgedCount();
        int replayed = letters.records(Letters.REPLAY).size();
        for (ProducerRecord<String, byte[]> letter : forged) {
            String id = letters.idAt(letters.send(letter).offset());

            // when
            letters.replay(id)
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:healthpassport:problem:forged");

            // then
            assertThat(letters.get(id)).containsEntry("state", "WAITING");
        }
        assertThat(letters.records(Letters.REPLAY)).hasSize(replayed);
        assertThat(forgedCount() - before).isEqualTo(forged.size());
        assertThat(api.logged()).contains("but healthpassport.processing.api-service.dlt-0@");
    }

    @Test
    void shouldReplayAnEventWhoseRecordKafkaKeepsNoLonger() {
        // given a report of a document that failed, of which nothing but the dead letter is left
        SignedIn patient = api.newPatient();
        String documentId = new UploadedDocuments(api).receivedPdf(patient, 1_000);
        ConsumerRecord<String, byte[]> report = goneRecord(new DocumentProcessed(
                documentId,
                patient.patientId(),
                ProcessingOutcome.FAILED,
                FailureReason.STAGED_BYTES_DAMAGED,
                null,
                0L,
                ByteBuffer.allocate(0),
                ""));
        String id = letters.idAt(
                letters.send(Letters.letter(report, report.value(), Map.of())).offset());
        String malformed = letters.idAt(
                letters.send(Letters.letter(report, new byte[] {0}, Map.of())).offset());
        String foreign = letters.idAt(letters.send(
                        Letters.letter(report, report.value(), Map.of("ce_type", EventType.QR_CODE_DRAWN.ceType())))
                .offset());

        // when
        letters.replay(id).expectStatus().isEqualTo(202).expectBody();

        // then
        Awaitility.await()
                .atMost(WITHIN)
                .untilAsserted(() -> api.client(patient)
                        .get()
                        .uri("/api/patients/" + patient.patientId() + "/documents/" + documentId)
                        .exchange()
                        .expectBody()
                        .jsonPath("$.status")
                        .isEqualTo("FAILED"));
        letters.replay(malformed).expectStatus().isEqualTo(409).expectBody();
        letters.replay(foreign).expectStatus().isEqualTo(409).expectBody();
    }

    @Test
    void shouldSendWhatWasDecidedByAProcessThatDied() {
        // given
        ConsumerRecord<String, byte[]> report = letters.failedReport();
        String subject = report.key();
        String id = (String) letters.listed("?limit=200", subject).get(0).get("id");
        DeadLetterStore kept = api.bean(DeadLetterStore.class);
        kept.decideReplay(id, Instant.now().minusSeconds(60), "somebody").block(WITHIN);
        assertThat(replayedOf(subject)).isEmpty();

        // when
        letters.sweep();
        letters.sweep();

        // then
        assertThat(replayedOf(subject)).hasSize(1);
        assertThat(stored(id)).doesNotContainKey("sending");
    }

    @Test
    void shouldLetOneOfTwoDecide() {
        // given
        String id = letters.idAt(
                letters.send(Letters.letter(failed, failed.value(), Map.of())).offset());
        DeadLetterStore kept = api.bean(DeadLetterStore.class);

        // when
        List<Boolean> won = Mono.zip(
                        kept.decideDiscard(id, Instant.now(), "one").subscribeOn(Schedulers.parallel()),
                        kept.decideReplay(id, Instant.now(), "two").subscribeOn(Schedulers.parallel()))
                .map(both -> List.of(both.getT1(), both.getT2()))
                .block(WITHIN);

        // then
        assertThat(won).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void shouldKeepWhatHasUnreadableHeadersAndGoOn() {
        // given
        ProducerRecord<String, byte[]> strange = new ProducerRecord<>(Letters.TOPIC, null, null, null);
        strange.headers()
                .add("ce_type", null)
                .add("ce_subject", new byte[] {(byte) 0xc3, 0x28})
                .add("dlt-reason", "Ada has asthma".getBytes())
                .add("dlt-at", "+999999999-12-31T23:59:59Z".getBytes())
                .add("dlt-attempts", "many".getBytes())
                .add("dlt-kind", new byte[70_000]);
        RecordMetadata first = letters.send(strange);
        RecordMetadata next = letters.send(Letters.letter(failed, failed.value(), Map.of()));

        // when
        String id = letters.idAt(first.offset());
        letters.idAt(next.offset());

        // then
        assertThat(letters.get(id))
                .containsEntry("reason", "unreadable")
                .doesNotContainKeys("type", "subject", "attempts", "kind", "by");
        letters.replay(id).expectStatus().isEqualTo(409).expectBody();
        letters.discard(id, Map.of("reason", "Nobody knows it."))
                .expectStatus()
                .isNoContent()
                .expectBody();
    }

    @Test
    void shouldSayThatKafkaKeepsItNoLonger() {
        // given
        String topic = Topics.PROCESSING.deadLetterName("api-service-qr-codes");
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(topic, null, "key", failed.value());
        RecordMetadata place = letters.send(letter);
        letters.sweepUntil(() -> !letters.page("?consumer=api-service-qr-codes").isEmpty());
        String id =
                (String) letters.page("?consumer=api-service-qr-codes").get(0).get("id");

        // when
        letters.drop(place);

        // then
        letters.replay(id).expectStatus().isEqualTo(410).expectBody();
        letters.discard(id, Map.of("reason", "It is gone."))
                .expectStatus()
                .isNoContent()
                .expectBody();
    }

    @Test
    void shouldRaiseAnAlarmBeforeKafkaDropsWhatWaits() {
        // given
        letters.idAt(
                letters.send(Letters.letter(failed, failed.value(), Map.of())).offset());
        MeterRegistry meters = new SimpleMeterRegistry();
        List<DeadLetterTopic> topics = List.of(new DeadLetterTopic(Topics.PROCESSING, "api-service"));

        // when
        double inTime = ending(meters, topics, Duration.ofDays(165));
        double late = ending(new SimpleMeterRegistry(), topics, Duration.ofDays(167));

        // then
        assertThat(inTime).isZero();
        assertThat(late).isGreaterThanOrEqualTo(1);
        assertThat(api.logged()).contains("dead letters are waiting that Kafka drops within 14 days");
    }

    private static double ending(MeterRegistry meters, List<DeadLetterTopic> topics, Duration later) {
        DeadLetterAlarm alarm = new DeadLetterAlarm(
                api.bean(DeadLetterStore.class),
                api.bean(DeadLetterTopics.class),
                meters,
                Schedulers.boundedElastic(),
                Clock.offset(Clock.systemUTC(), later));
        alarm.lookForEnding(topics).block(WITHIN);
        return meters.get("healthpassport.dead.letters.ending").gauge().value();
    }

    /** A record of a worker that Kafka keeps no longer. */
    private static ConsumerRecord<String, byte[]> goneRecord(DocumentProcessed report) {
        Event event = Letters.event(report.getDocumentId(), EventCodec.encode(report));
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(api.attested(event));
        ConsumerRecord<String, byte[]> gone = new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value());
        record.headers().forEach(gone.headers()::add);
        return gone;
    }

    private static List<ConsumerRecord<String, byte[]>> replayedOf(String subject) {
        return letters.records(Letters.REPLAY).stream()
                .filter(record -> subject.equals(record.key()))
                .toList();
    }

    private static double forgedCount() {
        return api.bean(MeterRegistry.class)
                .get("healthpassport.dead.letters.forged")
                .tag("consumer", "api-service")
                .counter()
                .count();
    }

    private static Document stored(String id) {
        return api.bean(ReactiveMongoTemplate.class)
                .findById(id, Document.class, "deadLetters")
                .block(WITHIN);
    }

    private static int status(WebTestClient client, String path) {
        String uri = "/api/admin/dead-letters" + path;
        WebTestClient.ResponseSpec answer = path.endsWith("replay") || path.endsWith("discard")
                ? client.post().uri(uri).bodyValue(Map.of("reason", "x")).exchange()
                : client.get().uri(uri).exchange();
        return answer.expectBody().returnResult().getStatus().value();
    }
}
