package org.healthpassport.api.record.annotating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.AtOnce;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.UsageCounters;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.annotation.Annotation;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.annotation.RecordAnnotations;
import org.healthpassport.api.record.quota.RecordQuota;
import org.healthpassport.api.record.quota.RecordSize;
import org.healthpassport.api.record.write.AnnotationSweep;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.record.RecordAnnotated;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A patient sets annotations beside records, whoever wrote them. */
class AnnotationApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final String TEXT = "I took it for ten years; it never did me any harm. Zwölf.";

    private static Member author;
    private static Member elsewhere;

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final SignedIn patient = api.newPatient();
    private final String records = ConsentUnderTest.path(patient) + "/records";

    @BeforeAll
    static void registerHospitals() {
        Members members = new Members(api);
        author = members.doctor(members.hospital());
        elsewhere = members.doctor(members.hospital());
    }

    @Test
    void shouldStandBesideTheRecordForEverybodyWhoMayReadIt() {
        // given
        let(author, elsewhere);
        String record = created(author.signedIn());
        SignedIn carer = api.newPatient();
        new RepresentationUnderTest(api).represented(patient, patient, carer, "READ", "WRITE");
        String before = text(get(elsewhere.signedIn(), record).expectStatus().isOk());

        // when
        String first = written(patient, record, TEXT);
        written(RepresentationUnderTest.as(carer, patient), record, "She told me the same.");

        // then
        for (SignedIn reader :
                List.of(patient, author.signedIn(), elsewhere.signedIn(), RepresentationUnderTest.as(carer, patient))) {
            JsonNode items = items(reader, record);
            assertThat(items).hasSize(2);
            assertThat(items.get(0).get("text").asString()).isEqualTo("She told me the same.");
            assertThat(items.get(0).get("byPatient").asBoolean()).isFalse();
            assertThat(items.get(0).at("/author/accountId").asString()).isEqualTo(carer.accountId());
            assertThat(items.get(1).get("number").asInt()).isEqualTo(1);
            assertThat(items.get(1).get("byPatient").asBoolean()).isTrue();
            assertThat(json(get(reader, first).expectStatus().isOk())).isEqualTo(items.get(1));
        }
        assertThat(text(get(elsewhere.signedIn(), record))).isEqualTo(before);
        get(patient, record + "/annotations/3").expectStatus().isNotFound();
        get(patient, record + "/annotations/0").expectStatus().isNotFound();
        assertThat(json(get(patient, record + "/history")).get("items")).hasSize(1);
    }

    @Test
    void shouldBeWrittenByWhoeverMayWriteForThePatientOnly() {
        // given
        let(author);
        String record = created(author.signedIn());
        SignedIn reader = api.newPatient();
        new RepresentationUnderTest(api).represented(patient, patient, reader, "READ");

        // then
        annotate(author.signedIn(), record, TEXT).expectStatus().isForbidden();
        annotate(author.signedIn(), records + "/unknown", TEXT).expectStatus().isForbidden();
        annotate(reader, record, TEXT).expectStatus().isForbidden();
        annotate(api.newPatient(), record, TEXT).expectStatus().isNotFound();
        annotate(patient, records + "/unknown", TEXT).expectStatus().isNotFound();
        get(elsewhere.signedIn(), record + "/annotations").expectStatus().isNotFound();
        assertThat(items(patient, record)).isEmpty();
    }

    @Test
    void shouldGoWithTheRecord() {
        // given
        let(author, elsewhere);
        String record = created(author.signedIn());
        written(patient, record, TEXT);

        // when it is hidden
        api.client(patient)
                .post()
                .uri(record + "/hiding")
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        get(elsewhere.signedIn(), record + "/annotations").expectStatus().isNotFound();
        get(elsewhere.signedIn(), record + "/annotations/1").expectStatus().isNotFound();
        assertThat(items(author.signedIn(), record)).hasSize(1);
        written(patient, record, "Nobody else shall know.");

        // when it is deleted
        api.client(patient)
                .delete()
                .uri(record + "/hiding")
                .exchange()
                .expectStatus()
                .isNoContent();
        api.client(author.signedIn())
                .method(HttpMethod.DELETE)
                .uri(record)
                .header("If-Match", "W/\"1\"")
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        annotate(patient, record, TEXT).expectStatus().isEqualTo(410);
        get(elsewhere.signedIn(), record + "/annotations").expectStatus().isEqualTo(410);
        assertThat(items(patient, record)).hasSize(2);
        assertThat(items(author.signedIn(), record)).hasSize(2);
    }

    @Test
    void shouldTellOfItWithoutItsText() {
        // given
        String record = created(patient);

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            // when
            written(patient, record, TEXT);

            // then
            assertThat(recorded.all(1, event -> event.type() == EventType.RECORD_ANNOTATED)
                            .get(0)
                            .payload(RecordAnnotated.class))
                    .isEqualTo(new RecordAnnotated(id(record), patient.patientId(), "AllergyIntolerance", 1L));
        }
        assertThat(stored(record))
                .singleElement()
                .satisfies(document -> assertThat(document.toJson()).doesNotContain("harm"));
        assertThat(api.logged()).doesNotContain("harm");
    }

    @Test
    void shouldBeWrittenOnceHoweverOftenTheRequestIsRepeated() {
        // given
        String record = created(patient);

        // when
        ResponseSpec first = annotate(patient, record, TEXT, "key");
        ResponseSpec second = annotate(patient, record, TEXT, "key");

        // then
        JsonNode answer = json(first.expectStatus().isCreated());
        assertThat(json(second.expectStatus().isCreated())).isEqualTo(answer);
        annotate(patient, record, "Something else.", "key").expectStatus().isEqualTo(422);
        assertThat(items(patient, record)).hasSize(1);
    }

    /** Attempts that lose give their room back later, when others have theirs already. */
    @Test
    void shouldCountWhatIsThereAfterARace() throws Exception {
        // given
        String record = created(patient);
        UsageCounters counters = new UsageCounters(api, patient.patientId());
        long before = counters.used(RecordQuota.BYTES);
        String text = "x".repeat(100);

        // when
        long done = 0;
        for (int round = 0; round < 4; round++) {
            done += AtOnce.statuses(6, number -> annotate(patient, record, text)).stream()
                    .filter(status -> status == 201)
                    .count();
        }

        // then
        assertThat(items(patient, record)).hasSize((int) done);
        counters.await(RecordQuota.BYTES, before + RecordSize.ofAnnotations(done, done * 100));
    }

    @Test
    void shouldHaveFiftyAtMostAndLoseNoneOfThoseThatWereWrittenAtTheSameTime() throws Exception {
        // given
        String record = created(patient);
        for (int i = 0; i < 47; i++) {
            written(patient, record, "Number " + i);
        }

        // when
        List<Integer> statuses = AtOnce.statuses(3, number -> annotate(patient, record, "At the same time " + number));

        // then
        long done = statuses.stream().filter(status -> status == 201).count();
        assertThat(items(patient, record)).hasSize(47 + (int) done);
        for (long missing = 3 - done; missing > 0; missing--) {
            written(patient, record, "Once more");
        }
        annotate(patient, record, TEXT).expectStatus().isEqualTo(507);
        JsonNode items = items(patient, record);
        assertThat(items).hasSize(50);
        for (int place = 0; place < 50; place++) {
            assertThat(items.get(place).get("number").asInt()).isEqualTo(50 - place);
        }
    }

    @Test
    void shouldTakeRoomOfThePatientAndLeaveNothingBehindIfThereIsNone() {
        // given
        UsageCounters counters = new UsageCounters(api, patient.patientId());
        String record = created(patient);
        long before = RecordSize.ofRecord()
                + RecordSize.ofVersion(text(get(patient, record)).getBytes(StandardCharsets.UTF_8).length);
        counters.await(RecordQuota.BYTES, before);

        // when
        written(patient, record, "Zwölf");

        // then
        counters.await(RecordQuota.BYTES, before + RecordSize.ofAnnotations(1, 6));

        // when
        counters.set(RecordQuota.BYTES, ApiUnderTest.RECORD_BYTES_PER_PATIENT - 100);

        // then
        annotate(patient, record, TEXT).expectStatus().isEqualTo(507);
        assertThat(stored(record)).hasSize(1);
        assertThat(items(patient, record)).hasSize(1);
    }

    @Test
    void shouldSweepWhatNoRecordNamesAndKeepWhatOneDoes() {
        // given
        String record = created(patient);
        written(patient, record, TEXT);
        RecordAnnotations annotations = api.bean(RecordAnnotations.class);
        AnnotationName lost = new AnnotationName(id(record), "lost");
        annotations
                .insert(
                        patient.patientId(),
                        lost,
                        new Annotation(TEXT, new Author(patient.accountId(), Role.PATIENT, null), true, Instant.now()))
                .block(WITHIN);
        assertThat(stored(record)).hasSize(2);

        // when
        api.bean(AnnotationSweep.class).sweep(Instant.now().plusSeconds(1)).block(WITHIN);

        // then
        assertThat(stored(record))
                .singleElement()
                .satisfies(document ->
                        assertThat(document.containsKey("unconfirmed")).isFalse());
        assertThat(items(patient, record)).hasSize(1);
    }

    @Test
    void shouldNeverCountOnceItIsRuledOut() {
        // given
        String record = created(patient);
        AnnotationName name = new AnnotationName(id(record), "late");
        Annotation annotation =
                new Annotation(TEXT, new Author(patient.accountId(), Role.PATIENT, null), true, Instant.now());
        HealthRecords store = api.bean(HealthRecords.class);

        // when
        assertThat(store.fates().ruleOut(name).block(WITHIN)).isTrue();

        // then
        assertThat(store.annotate(name, annotation).onErrorComplete().block(WITHIN))
                .isNull();
        assertThat(items(patient, record)).isEmpty();

        // when
        AnnotationName other = new AnnotationName(id(record), "other");
        assertThat(store.annotate(other, annotation).block(WITHIN)).isEqualTo(1);

        // then
        assertThat(store.fates().ruleOut(other).block(WITHIN)).isFalse();
        assertThat(items(patient, record)).hasSize(1);
    }

    @Test
    void shouldShowAnnotationsThatCannotBeReadAsSuch() {
        // given
        String record = created(patient);
        for (int i = 0; i < 5; i++) {
            written(patient, record, "Number " + i);
        }
        Document damaged = stored(record).get(0);
        mongo().save(damaged.append("sealed", new org.bson.types.Binary(new byte[50])), "recordAnnotations")
                .block(WITHIN);

        // then
        assertThat(items(patient, record).values())
                .hasSize(5)
                .filteredOn(item -> item.has("unreadable"))
                .hasSize(1);
    }

    @Test
    void shouldRefuseBadInput() {
        String record = created(patient);

        for (String body : List.of("{}", "{\"text\":null}", "{\"text\":\" \"}", "{\"text\":\"a\\nb\"}")) {
            send(patient, record + "/annotations", body)
                    .expectStatus()
                    .isEqualTo(422)
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/text");
        }
        annotate(patient, record, "x".repeat(2_001)).expectStatus().isEqualTo(422);
        written(patient, record, "x".repeat(2_000));
        send(patient, record + "/annotations", "[]").expectStatus().is4xxClientError();
        get(patient, record + "/annotations/one").expectStatus().is4xxClientError();
    }

    private void let(Member... clinicians) {
        for (Member clinician : clinicians) {
            calls.granted(patient, ConsentUnderTest.toDoctor(clinician, "RECORDS_READ", "RECORDS_WRITE"));
        }
    }

    private String created(SignedIn who) {
        return location(send(who, records, allergy("Latex")).expectStatus().isCreated());
    }

    private static String written(SignedIn who, String record, String text) {
        return location(annotate(who, record, text).expectStatus().isCreated());
    }

    private static ResponseSpec annotate(SignedIn who, String record, String text) {
        return annotate(who, record, text, null);
    }

    private static ResponseSpec annotate(SignedIn who, String record, String text, String key) {
        return api.client(who)
                .post()
                .uri(record + "/annotations")
                .headers(headers -> {
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .bodyValue(Map.of("text", text))
                .exchange();
    }

    private static ResponseSpec send(SignedIn who, String path, String body) {
        return api.client(who)
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static ResponseSpec get(SignedIn who, String path) {
        return api.client(who).get().uri(path).exchange();
    }

    private static JsonNode items(SignedIn who, String record) {
        return json(get(who, record + "/annotations").expectStatus().isOk()).get("items");
    }

    private static String location(ResponseSpec answer) {
        return Objects.requireNonNull(
                        answer.expectBody().returnResult().getResponseHeaders().getFirst("Location"))
                .replace(ApiUnderTest.PUBLIC_URL, "");
    }

    private static List<Document> stored(String record) {
        return mongo().findAll(Document.class, "recordAnnotations")
                .filter(document -> document.getString("_id").startsWith(id(record)))
                .collectList()
                .block(WITHIN);
    }

    private static ReactiveMongoTemplate mongo() {
        return api.bean(ReactiveMongoTemplate.class);
    }

    private static JsonNode json(ResponseSpec answer) {
        return JsonMapper.shared().readTree(text(answer));
    }

    private static String text(ResponseSpec answer) {
        return Allergies.text(answer);
    }

    private static String id(String path) {
        return SharingUnderTest.idIn(path);
    }
}
