package org.healthpassport.api.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.UsageCounters;
import org.healthpassport.api.document.Form;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.idempotency.Creating.Sender;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IdempotencyApiTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String KEYS = "idempotencyKeys";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final String key = UUID.randomUUID().toString();
    private Sender sender;

    @BeforeEach
    void register() {
        sender = Sender.of(api);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheFirstAnswerToARepeatAndCreateNothing(Creating creating) {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT, Topics.IDENTITY)) {
            // when
            Answer first = answer(send(creating, key, "one"));
            Answer second = answer(send(creating, key, "one"));

            // then
            assertThat(first.status()).isIn(201, 202);
            assertThat(second).isEqualTo(first);
            assertThat(created(creating, first)).isEqualTo(1);

            // then there is one event
            if (creating.isOfPatient()) {
                send(creating, null, "two").expectStatus().is2xxSuccessful().expectBody();
                recorded.all(2, event -> event.key().equals(sender.patient().patientId()));
            } else {
                String accountId = first.json().get("accountId").asString();
                recorded.all(
                        1,
                        event ->
                                event.key().equals(accountId) || event.subject().equals(accountId));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseTheSameKeyWithOtherContent(Creating creating) {
        // given
        Answer first = answer(send(creating, key, "one"));

        // then
        send(creating, key, "two")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("The Idempotency-Key was used for a request with another content. Choose another key.");
        assertThat(created(creating, first)).isEqualTo(1);
        assertThat(answer(send(creating, key, "one"))).isEqualTo(first);
    }

    @Test
    void shouldRefuseTheSameKeyWithAnotherFile() {
        // given
        answer(send(Creating.OWN_DOCUMENT, key, "one"));

        // then
        upload(new Form()
                        .field("type", "LAB_REPORT")
                        .field("title", "one")
                        .file("report.pdf", UploadedDocuments.pdf(2_001))
                        .end())
                .expectStatus()
                .isEqualTo(422)
                .expectBody();
        upload(new Form()
                        .file("report.pdf", UploadedDocuments.pdf(2_000))
                        .field("title", "one")
                        .field("type", "LAB_REPORT")
                        .end())
                .expectStatus()
                .isEqualTo(202)
                .expectBody();
    }

    private ResponseSpec upload(byte[] form) {
        return api.client(sender.patient())
                .post()
                .uri("/api/patient/upload-document")
                .header("Idempotency-Key", key)
                .contentType(Form.TYPE)
                .bodyValue(form)
                .exchange();
    }

    @ParameterizedTest
    @CsvSource({"RECORD, 50", "DOCUMENT, 16", "QR_CODE, 50", "REGISTRATION, 50", "STAFF, 50"})
    void shouldCreateOnceForManyAtOnce(Creating creating, int requests) {
        // when
        List<Answer> answers = Flux.range(0, requests)
                .flatMap(
                        number ->
                                Mono.fromCallable(() -> untilTaken(creating)).subscribeOn(Schedulers.boundedElastic()),
                        requests)
                .collectList()
                .block(WITHIN);

        // then
        assertThat(answers).hasSize(requests);
        List<Answer> good =
                answers.stream().filter(answer -> answer.status() < 300).toList();
        assertThat(good).isNotEmpty().containsOnly(answer(send(creating, key, "one")));
        assertThat(answers).filteredOn(answer -> answer.status() >= 300).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.retryAfter()).isEqualTo("1");
        });
        assertThat(created(creating, good.get(0))).isEqualTo(1);
        if (creating.isOfPatient()) {
            new UsageCounters(api, sender.patient().patientId())
                    .await(creating == Creating.QR_CODE ? "codes" : creating.collection(), 1);
        }
    }

    private Answer untilTaken(Creating creating) {
        Answer answer;
        do {
            answer = answer(send(creating, key, "one"));
        } while (answer.status() == 429 || answer.status() == 503);
        return answer;
    }

    @Test
    void shouldLeaveNothingStagedOfARepeat() {
        // given
        UploadedDocuments documents = new UploadedDocuments(api);
        answer(send(Creating.DOCUMENT, key, "one"));
        int staged = documents.staged().size();

        // when
        answer(send(Creating.DOCUMENT, key, "one"));
        answer(send(Creating.DOCUMENT, key, "two"));

        // then
        assertThat(documents.staged()).hasSize(staged);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheKeysOfCallersApart(Creating creating) {
        // given
        Answer first = answer(send(creating, key, "one"));

        // when
        Answer other = answer(creating.send(api, Sender.of(api), key, "other"));

        // then
        assertThat(other.status()).isEqualTo(first.status());
        assertThat(other.body()).isNotEqualTo(first.body());
    }

    @Test
    void shouldKeepTheKeysOfRoutesApart() {
        for (Creating creating : Creating.values()) {
            assertThat(answer(send(creating, key, creating.name())).status())
                    .as(creating.name())
                    // One email makes one account.
                    .isIn(201, 202, 409);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseUnusableKeys(Creating creating) {
        for (String unusable : List.of("", "x".repeat(256), "tab\tinside", "\u00e4")) {
            send(creating, unusable, "one")
                    .expectStatus()
                    .isEqualTo(400)
                    .expectBody()
                    .jsonPath("$.detail")
                    .isEqualTo("The header Idempotency-Key must have 1 to 255 printable ASCII characters.");
        }
        send(creating, "~ ".repeat(127) + "~", "one")
                .expectStatus()
                .is2xxSuccessful()
                .expectBody();
    }

    @ParameterizedTest
    @EnumSource(names = {"RECORD", "DOCUMENT", "QR_CODE"})
    void shouldKeepNoKeyOfARefusedRequest(Creating creating) {
        // given
        UsageCounters counters = new UsageCounters(api, sender.patient().patientId());
        String counter = creating == Creating.QR_CODE ? "codes" : creating.collection();
        Answer first = answer(send(creating, key, "one"));
        counters.await(counter, 1);
        counters.set(counter, 1_000_000);

        // when the patient is full
        send(creating, "refused", "one").expectStatus().isEqualTo(507).expectBody();

        // then a repeat needs no room
        assertThat(answer(send(creating, key, "one"))).isEqualTo(first);

        // then the refused key can be used again
        counters.set(counter, 1);
        assertThat(answer(send(creating, "refused", "two")).status()).isEqualTo(first.status());
        assertThat(created(creating, first)).isEqualTo(2);
        counters.await(counter, 2);
    }

    @Test
    void shouldKeepNoKeyOfATakenEmail() {
        // given
        send(Creating.REGISTRATION, null, "one").expectStatus().isCreated().expectBody();

        // then
        send(Creating.REGISTRATION, key, "one").expectStatus().isEqualTo(409).expectBody();
        send(Creating.REGISTRATION, key, "two").expectStatus().isEqualTo(409).expectBody();
        send(Creating.STAFF, key, "one").expectStatus().isEqualTo(409).expectBody();
        send(Creating.STAFF, key, "two").expectStatus().isEqualTo(409).expectBody();
    }

    @Test
    void shouldGiveTheFirstVersionOfWhatWasChangedSince() {
        // given
        Answer record = answer(send(Creating.RECORD, key, "one"));
        Answer document = answer(send(Creating.DOCUMENT, key, "one"));
        Answer code = answer(send(Creating.QR_CODE, key, "one"));
        new Allergies(api, sender.patient())
                .put(record.path(), 1, Allergies.to("Latex"))
                .expectStatus()
                .isOk()
                .expectBody();
        new UploadedDocuments(api).store(sender.patient(), document.path());
        new SharingUnderTest(api).draw(sender.patient(), code.path());

        // then
        assertThat(record.entityTag()).isEqualTo("W/\"1\"");
        assertThat(answer(send(Creating.RECORD, key, "one"))).isEqualTo(record);
        assertThat(answer(send(Creating.DOCUMENT, key, "one"))).isEqualTo(document);
        assertThat(answer(send(Creating.QR_CODE, key, "one"))).isEqualTo(code);
    }

    @Test
    void shouldSayThatAMemberWaitedAsTheFirstAnswerDid() {
        // given
        Members members = new Members(api);
        Map<String, Object> hospital = Members.hospitalRegistration();
        Answer first = registered(hospital);

        // when
        members.activateHospital(first.json().get("accountId").asString())
                .expectStatus()
                .isNoContent()
                .expectBody();

        // then
        assertThat(registered(hospital)).isEqualTo(first);
    }

    private Answer registered(Map<String, Object> registration) {
        return answer(api.client()
                .post()
                .uri("/api/auth/register")
                .header("Idempotency-Key", key)
                .bodyValue(registration)
                .exchange());
    }

    @Test
    void shouldRecordThatARepeatReads() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            answer(send(Creating.RECORD, key, "one"));
            answer(send(Creating.RECORD, key, "one"));

            // then
            Event read = recorded.one(
                    event -> event.key().equals(sender.patient().patientId()) && event.type() == EventType.DATA_READ);
            assertThat(read.stamp().getActor()).isEqualTo(sender.patient().accountId());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RECORD", "DOCUMENT", "QR_CODE"})
    void shouldTakeOverFromAnAttemptWhoseProcessDied(Creating creating) {
        // given the document of an attempt that never came to its commit
        String deadId = "dead-" + key;
        Answer before = answer(send(creating, key, "one"));
        Document document = mongo().findOne(query(where("resourceId").is(before.id())), Document.class, KEYS)
                .block(WITHIN);
        document.append("resourceId", deadId)
                .append("leasedUntil", Date.from(Instant.now().plusSeconds(60)));
        mongo().save(document, KEYS).block(WITHIN);

        // then
        send(creating, key, "one")
                .expectStatus()
                .isEqualTo(409)
                .expectHeader()
                .valueEquals("Retry-After", "1")
                .expectBody();
        assertThat(created(creating, before)).isEqualTo(1);

        // when its lease is over
        document.append("leasedUntil", Date.from(Instant.now()));
        mongo().save(document, KEYS).block(WITHIN);
        Answer answer = answer(send(creating, key, "one"));

        // then
        assertThat(answer.status()).isEqualTo(before.status());
        assertThat(answer(send(creating, key, "one"))).isEqualTo(answer);
        assertThat(created(creating, answer)).isEqualTo(2);

        // then the dead one cannot commit any more
        assertThat(mongo().findById(deadId, Document.class, creating.collection())
                        .block(WITHIN))
                .containsEntry("ruledOut", true);
    }

    @Test
    void shouldForgetAKeyAfterADay() {
        // given
        Answer first = answer(send(Creating.RECORD, key, "one"));
        Query ofRecord = query(where("resourceId").is(first.id()));
        assertThat(mongo().findOne(ofRecord, Document.class, KEYS)
                        .block(WITHIN)
                        .getDate("expiresAt")
                        .toInstant())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(23 * 60 + 50)),
                        Instant.now().plus(Duration.ofHours(24)));

        // when
        mongo().updateFirst(ofRecord, new Update().set("expiresAt", Date.from(Instant.now())), KEYS)
                .block(WITHIN);

        // then
        assertThat(answer(send(Creating.RECORD, key, "two")).status()).isEqualTo(201);
        assertThat(created(Creating.RECORD, first)).isEqualTo(2);
    }

    private ResponseSpec send(Creating creating, @Nullable String withKey, String content) {
        return creating.send(api, sender, withKey, content);
    }

    /** The number of things of the same kind that belong to the patient, or the account itself. */
    private long created(Creating creating, Answer answer) {
        Query own = creating.isOfPatient()
                ? query(where("subjectId").is(sender.patient().patientId()))
                : query(where("_id").is(answer.json().get("accountId").asString()));
        return mongo().count(own, creating.collection()).block(WITHIN);
    }

    private static ReactiveMongoTemplate mongo() {
        return api.bean(ReactiveMongoTemplate.class);
    }

    private static Answer answer(ResponseSpec response) {
        EntityExchangeResult<byte[]> result = response.expectBody().returnResult();
        HttpHeaders headers = result.getResponseHeaders();
        byte[] body = result.getResponseBody();
        return new Answer(
                result.getStatus().value(),
                headers.getFirst("Location"),
                headers.getETag(),
                headers.getFirst("Retry-After"),
                body == null ? "" : new String(body, UTF_8));
    }

    private record Answer(
            int status,
            @Nullable String location,
            @Nullable String entityTag,
            @Nullable String retryAfter,
            String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String id() {
            return path().replaceAll(".*/", "");
        }

        String path() {
            return location.replace(ApiUnderTest.PUBLIC_URL, "");
        }
    }
}
