package org.healthpassport.api.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.Grants;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.api.record.write.RecordSettings;
import org.healthpassport.api.record.write.VersionSweep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Effects on records of races, dying processes, and people with access to the database. */
class RecordDurabilityTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String VERSIONS = "recordVersions";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static SignedIn patient;
    private static Allergies allergies;

    @BeforeAll
    static void registerPatient() {
        patient = api.newPatient();
        allergies = new Allergies(api, patient);
    }

    @Test
    void shouldLetExactlyOneOfManyWhoSawTheSameVersionChangeIt() {
        // given
        String path = allergies.create(Allergies.to("Before"));

        // when
        List<Integer> answers = Flux.range(0, 50)
                .flatMap(
                        number -> Mono.fromCallable(() -> putUntilChecked(path, Allergies.to("Writer " + number)))
                                .subscribeOn(Schedulers.boundedElastic()),
                        50)
                .collectList()
                .block(WITHIN);

        // then
        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers).filteredOn(status -> status != 200).hasSize(49).containsOnly(412);
        List<String> substances = substances(path);
        assertThat(substances).hasSize(2).last().isEqualTo("Before");
        assertThat(substances.get(0)).startsWith("Writer ");
        assertThat(allergies.text(path)).contains(substances.get(0));

        // when what the losers left is swept
        sweepAfter(Duration.ofHours(2));

        // then nothing of the winner's is gone
        assertThat(versionsOf(path)).hasSize(2).noneMatch(version -> version.containsKey("unconfirmed"));
        assertThat(substances(path)).isEqualTo(substances);
    }

    @Test
    void shouldNotSweepWhatMayStillBeCommitted() {
        // given
        String path = allergies.create(Allergies.to("Fresh"));
        insertOrphan(path, "fresh", 2);

        // when
        sweepAfter(Duration.ofMinutes(50));

        // then
        assertThat(versionsOf(path)).hasSize(2);
    }

    @Test
    void shouldKeepAVersionForAsLongAsTheHeadMayComeToNameIt() {
        // given a process that stands still for a day between the version and the head
        String path = allergies.create(Allergies.to("Before"));
        insertOrphan(path, "asleep", 2);

        // when
        sweepAfter(Duration.ofDays(1));

        // then
        assertThat(versionsOf(path)).hasSize(2);

        // when another version takes its number
        allergies.put(path, 1, Allergies.to("Faster")).expectStatus().isOk();
        sweepAfter(Duration.ofDays(1));

        // then
        assertThat(versionsOf(path)).hasSize(2).noneMatch(version -> version.containsKey("unconfirmed"));
        assertThat(substances(path)).containsExactly("Faster", "Before");
    }

    @Test
    void shouldRuleARecordOutBeforeItsFirstVersionIsRemoved() {
        // given a process that stands still for a day before the record is made
        HealthRecords records = api.bean(HealthRecords.class);
        String path = allergies.create(Allergies.to("Another"));
        Snapshot<HealthRecordState> another = records.find(Grants.all(patient.patientId()), Allergies.idIn(path))
                .block(WITHIN)
                .orThrow();
        String recordId = api.bean(Ids.class).next();
        insertOrphan(path, recordId, "asleep", 1);

        // when
        sweepAfter(Duration.ofDays(1));

        // then
        assertThat(versions("^" + recordId)).isEmpty();

        // when it goes on
        RecordVersion first = new RecordVersion(
                recordId, 1, Instant.now(), new Author(patient.accountId(), Role.PATIENT, null), new byte[] {'{', '}'});
        Mono<?> goingOn = records.create(recordId, another.state(), first);

        // then it is told, and the record is nowhere half
        assertThatThrownBy(() -> goingOn.block(WITHIN)).isInstanceOf(CreatedTooLate.class);
        allergies
                .get("/api/patients/%s/records/%s".formatted(patient.patientId(), recordId))
                .expectStatus()
                .isNotFound();
    }

    @Test
    void shouldHaveAllOfAChangeOrNothingWhenTheHeadCannotBeWritten() {
        // given
        String path = allergies.create(Allergies.to("Acknowledged"));

        // when the version gets through to the store, and then nothing
        api.lineToStore().spoilUpdates("records");
        int status;
        try {
            status = allergies
                    .put(path, 1, Allergies.to("Never committed"))
                    .returnResult(Void.class)
                    .getStatus()
                    .value();
        } finally {
            api.lineToStore().mend();
        }

        // then
        assertThat(status).isGreaterThanOrEqualTo(500);
        assertThat(versionsOf(path)).hasSize(2);
        assertThat(substances(path)).containsExactly("Acknowledged");

        // when
        allergies.put(path, 1, Allergies.to("Once more")).expectStatus().isOk();
        sweepAfter(Duration.ofHours(2));

        // then
        assertThat(versionsOf(path)).hasSize(2);
        assertThat(substances(path)).containsExactly("Once more", "Acknowledged");
    }

    /** As few of an account are checked at the same time, most are asked to come again. */
    private static int putUntilChecked(String path, String resource) {
        int status;
        do {
            status = allergies
                    .put(path, 1, resource)
                    .returnResult(Void.class)
                    .getStatus()
                    .value();
        } while (status == 429);
        return status;
    }

    @Test
    void shouldKeepWhatWasAcknowledgedWhenTheStoreIsCutOff() throws Exception {
        // given writers that are under way
        Allergies own = new Allergies(api, api.newPatient());
        List<String> acknowledged = new CopyOnWriteArrayList<>();
        AtomicBoolean goOn = new AtomicBoolean(true);
        Mono<Void> writers = Flux.range(0, 4)
                .flatMap(writer -> Mono.fromRunnable(() -> {
                            while (goOn.get()) {
                                EntityExchangeResult<byte[]> answer = own.post(Allergies.to("Writer " + writer))
                                        .expectBody()
                                        .returnResult();
                                if (answer.getStatus().value() == 201) {
                                    acknowledged.add(answer.getResponseHeaders().getFirst("Location"));
                                }
                            }
                        })
                        .subscribeOn(Schedulers.boundedElastic()))
                .then();
        CompletableFuture<Void> done = writers.toFuture();
        await().atMost(WITHIN).until(() -> acknowledged.size() > 5);

        // when
        api.lineToStore().cut();
        int before = acknowledged.size();
        api.lineToStore().mend();
        await().atMost(WITHIN).until(() -> acknowledged.size() > before + 5);
        goOn.set(false);
        done.get(60, TimeUnit.SECONDS);

        // then
        assertThat(api.bean(HealthRecords.class)
                        .of(Grants.all(own.patientId()), null)
                        .map(listed -> listed.position().id())
                        .collectList()
                        .block(WITHIN))
                .containsAll(acknowledged.stream().map(Allergies::idIn).toList());
    }

    @Test
    void shouldNotShowAVersionThatWasPutInAnothersPlace() {
        // given two records whose versions whoever holds the database exchanges
        String one = allergies.create(Allergies.to("One"));
        String other = allergies.create(Allergies.to("Other"));
        Document stolen = versionsOf(other).get(0);
        mongo().updateFirst(
                        query(where("_id").is(versionsOf(one).get(0).getString("_id"))),
                        Update.update("sealed", stolen.get("sealed")),
                        VERSIONS)
                .block(WITHIN);

        // then
        String answer = Allergies.text(allergies.get(one).expectStatus().is5xxServerError());
        assertThat(answer).doesNotContain("Other");
        allergies.get(other).expectStatus().isOk();

        // when it is gone
        mongo().remove(query(where("_id").is(versionsOf(one).get(0).getString("_id"))), VERSIONS)
                .block(WITHIN);

        // then
        allergies.get(one).expectStatus().is5xxServerError();
        allergies.delete(one, 1).expectStatus().isNoContent();
    }

    private static void insertOrphan(String path, String commandId, long number) {
        insertOrphan(path, Allergies.idIn(path), commandId, number);
    }

    /** A version that no head names, with the content of another, as only the sweep looks at it. */
    private static void insertOrphan(String path, String recordId, String commandId, long number) {
        Document orphan = new Document(versionsOf(path).get(0));
        orphan.put("_id", new VersionName(recordId, number, commandId).id());
        orphan.put("unconfirmed", true);
        mongo().insert(orphan, VERSIONS).block(WITHIN);
    }

    /** As a sweep does it that comes so much later. */
    private static void sweepAfter(Duration time) {
        new VersionSweep(
                        api.bean(RecordVersions.class),
                        api.bean(HealthRecords.class),
                        api.bean(RecordSettings.class),
                        Clock.offset(Clock.systemUTC(), time))
                .sweep()
                .block(WITHIN);
    }

    private static List<Document> versionsOf(String path) {
        return versions("^" + Allergies.idIn(path) + "/");
    }

    private static List<Document> versions(String ids) {
        return mongo().find(query(where("_id").regex(ids)), Document.class, VERSIONS)
                .collectList()
                .block(WITHIN);
    }

    private static ReactiveMongoTemplate mongo() {
        return api.bean(ReactiveMongoTemplate.class);
    }

    /** The contents of the versions, newest first. */
    private static List<String> substances(String path) {
        Map<?, ?> history = allergies
                .get(path + "/history")
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        return ((List<?>) history.get("items"))
                .stream()
                        .map(entry -> (Map<?, ?>) ((Map<?, ?>) entry).get("resource"))
                        .map(resource -> (String) ((Map<?, ?>) resource.get("code")).get("text"))
                        .toList();
    }
}
