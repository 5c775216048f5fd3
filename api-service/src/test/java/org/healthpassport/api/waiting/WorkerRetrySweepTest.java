package org.healthpassport.api.waiting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.waiting.WorkerRetrySweep;
import org.healthpassport.aggregates.waiting.WorkerTask;
import org.healthpassport.aggregates.waiting.WorkerWaitIndex;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.Topics;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.qrcode.QrCodeRequested;
import org.healthpassport.vault.key.QrCodePart;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Mono;

/** No worker runs here: everything waits until the test does the worker's part. */
class WorkerRetrySweepTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static SignedIn patient;

    private final UploadedDocuments documents = new UploadedDocuments(api);
    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void register() {
        patient = api.newPatient();
    }

    @Test
    void shouldAskTheWorkerAgainUntilTheDocumentIsStored() {
        // given
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            String documentId = documents.receivedPdf(patient, 1_000);
            Event first = recorded.one(received(documentId));
            awaitSent("documents", documentId);

            // when
            sweep(Duration.ofMinutes(4));
            sweep(Duration.ofMinutes(6));
            sweep(Duration.ofMinutes(6));

            // then
            Event again = recorded.all(2, received(documentId)).get(1);
            assertThat(again.payload(DocumentReceived.class)).isEqualTo(first.payload(DocumentReceived.class));
            assertThat(again.sequence()).isEqualTo(2);
            assertThat(again.stamp().getAction()).isEqualTo(AuditAction.EXECUTE);
            assertThat(again.stamp().getActor()).isEqualTo("/api-service");
            assertThat(stored("documents", documentId).getString("waitsFor")).isEqualTo("DOCUMENT_STORED");
            assertThat(meters.get("healthpassport.waiting.driven")
                            .tag("for", "DOCUMENT_STORED")
                            .counter()
                            .count())
                    .isGreaterThanOrEqualTo(1);
            assertThat(api.logged()).contains("Expected DOCUMENT_STORED of " + documentId);

            // and when the worker reports after all
            awaitSent("documents", documentId);
            documents.store(patient, "/api/patients/" + patient.patientId() + "/documents/" + documentId);

            // then
            assertThat(stored("documents", documentId)).doesNotContainKeys("waitsFor", "waitingSince", "driveAt");
            awaitSent("documents", documentId);
            sweep(Duration.ofDays(2));
            String later = documents.receivedPdf(patient, 1_000);
            recorded.one(received(later));
            recorded.all(2, received(documentId));
        }
    }

    @Test
    void shouldAskTheWorkerAgainUntilTheQrCodeIsDrawn() {
        // given
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            String path = sharing.taken(patient, SharingUnderTest.summaryLink());
            String qrCodeId = SharingUnderTest.idIn(path);
            recorded.one(requested(qrCodeId));
            awaitSent("qrCodes", qrCodeId);

            // when
            sweep(Duration.ofMinutes(6));

            // then
            Event again = recorded.all(2, requested(qrCodeId)).get(1);
            assertThat(textIn(again))
                    .isEqualTo(sharing.seen(patient, path).get("viewUrl").asString());

            // and when the worker reports after all
            sharing.draw(patient, path);

            // then
            assertThat(stored("qrCodes", qrCodeId)).doesNotContainKeys("waitsFor", "waitingSince", "driveAt");
            awaitSent("qrCodes", qrCodeId);
            sweep(Duration.ofMinutes(50));
            String later = SharingUnderTest.idIn(sharing.taken(patient, SharingUnderTest.summaryLink()));
            recorded.one(requested(later));
            recorded.all(2, requested(qrCodeId));
        }
    }

    @Test
    void shouldAskOnceWhenSeveralInstancesSweepAtOnce() {
        // given
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            String documentId = documents.receivedPdf(patient, 1_000);
            recorded.one(received(documentId));
            awaitSent("documents", documentId);

            // when
            Mono.when(
                            newSweep(Duration.ofMinutes(6)).sweep(),
                            newSweep(Duration.ofMinutes(6)).sweep(),
                            newSweep(Duration.ofMinutes(6)).sweep())
                    .block(WITHIN);

            // then
            String later = documents.receivedPdf(patient, 1_000);
            recorded.one(received(later));
            assertThat(recorded.all(2, received(documentId)))
                    .extracting(Event::sequence)
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void shouldNotAskAgainWhileTheLastEventHasYetToBeSent() {
        // given
        String documentId = documents.receivedPdf(patient, 1_000);
        awaitSent("documents", documentId);
        change("documents", documentId, Update.update("outbox", "PENDING"));

        // when
        sweep(Duration.ofMinutes(6));

        // then
        assertThat(stored("documents", documentId).getLong("version")).isEqualTo(1);
        change("documents", documentId, new Update().unset("outbox"));
        sweep(Duration.ofMinutes(6));
        assertThat(stored("documents", documentId).getLong("version")).isEqualTo(2);
    }

    @Test
    void shouldAskAgainInTheEndBesideAnEventThatSomebodyElseWrote() {
        // given
        String documentId = documents.receivedPdf(patient, 1_000);
        awaitSent("documents", documentId);
        change(
                "documents",
                documentId,
                Update.update("outbox", "PENDING").set("pendingEvents", List.of("nobody sends this")));

        // when
        sweep(Duration.ofMinutes(66));

        // then
        assertThat(stored("documents", documentId).getLong("version")).isEqualTo(2);
    }

    @Test
    void shouldAskForTheOthersBesideOneThatCannotBeRead() {
        // given
        String broken = documents.receivedPdf(patient, 1_000);
        String whole = documents.receivedPdf(patient, 1_000);
        awaitSent("documents", broken);
        awaitSent("documents", whole);
        Binary sealed = stored("documents", broken).get("sealed", Binary.class);
        change("documents", broken, Update.update("sealed", new Binary(new byte[60])));
        try {
            // when
            sweep(Duration.ofMinutes(6));

            // then
            assertThat(stored("documents", whole).getLong("version")).isEqualTo(2);
            assertThat(api.logged()).contains("Expected to ask the worker again for DOCUMENT_STORED of " + broken);
        } finally {
            change("documents", broken, Update.update("sealed", sealed));
        }
    }

    private void sweep(Duration later) {
        newSweep(later).sweep().block(WITHIN);
    }

    private WorkerRetrySweep newSweep(Duration later) {
        return new WorkerRetrySweep(
                List.of(api.bean("waitingDocuments", WorkerTask.class), api.bean("waitingQrCodes", WorkerTask.class)),
                api.bean(WorkerWaitIndex.class),
                meters,
                Clock.offset(Clock.systemUTC(), later));
    }

    private static String textIn(Event event) {
        QrCodeRequested request = event.payload(QrCodeRequested.class);
        byte[] sealed = PayloadBytes.of(request.getSealedPayload());
        return api.bean(SubjectKeyRing.class)
                .of(patient.patientId())
                .map(keys -> new String(QrCodePart.TEXT.open(keys, event.subject(), sealed), UTF_8))
                .block(WITHIN);
    }

    private static Predicate<Event> received(String documentId) {
        return event ->
                event.type() == EventType.DOCUMENT_RECEIVED && event.subject().equals(documentId);
    }

    private static Predicate<Event> requested(String qrCodeId) {
        return event ->
                event.type() == EventType.QR_CODE_REQUESTED && event.subject().equals(qrCodeId);
    }

    private static void awaitSent(String collection, String id) {
        Awaitility.await().atMost(WITHIN).until(() -> !stored(collection, id).containsKey("outbox"));
    }

    private static @Nullable Document stored(String collection, String id) {
        return api.bean(ReactiveMongoTemplate.class)
                .findById(id, Document.class, collection)
                .block(WITHIN);
    }

    private static void change(String collection, String id, Update update) {
        api.bean(ReactiveMongoTemplate.class)
                .updateFirst(query(where("_id").is(id)), update, collection)
                .block(WITHIN);
    }
}
