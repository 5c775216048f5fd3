package org.healthpassport.api.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.bson.Document;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.Grants;
import org.healthpassport.api.record.HealthRecordState.Kept;
import org.healthpassport.api.record.version.NewVersion;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.api.record.write.RecordSettings;
import org.healthpassport.api.record.write.VersionSweep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A record's history is what was acknowledged, whatever the order of changes, races, deaths of processes and sweeps. */
class RecordLifeTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String DELETED = "deleted";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private SignedIn patient;
    private Allergies allergies;
    private String path;

    /** The contents of the versions, oldest first. */
    private final List<String> acknowledged = new ArrayList<>();
    /** The head at each version. */
    private final List<Snapshot<HealthRecordState>> heads = new ArrayList<>();

    @BeforeEach
    void create() {
        patient = api.newPatient();
        allergies = new Allergies(api, patient);
        path = allergies.create(Allergies.to("Version 1"));
        acknowledged.add("Version 1");
        heads.add(head());
    }

    @RepeatedTest(5)
    void shouldHaveTheHistoryThatWasAcknowledged() {
        // given
        long seed = System.nanoTime();
        Random random = new Random(seed);

        // when
        for (int step = 0; step < 20; step++) {
            take(random);

            // then
            assertHistory(seed, random.nextInt(1, 8));
        }

        // when
        sweep();

        // then
        assertHistory(seed, 200);
        assertKept(seed);
        assertThat(numbersStored())
                .as("seed %d", seed)
                .filteredOn(number -> number <= acknowledged.size())
                .hasSize(acknowledged.size())
                .doesNotHaveDuplicates();
    }

    private void take(Random random) {
        switch (random.nextInt(7)) {
            case 0, 1 -> amend();
            case 2 -> race();
            case 3 -> die(heads.size());
            case 4 -> die(random.nextInt(1, heads.size() + 1));
            case 5 -> {
                if (random.nextInt(4) == 0) {
                    sweep();
                }
            }
            default -> delete();
        }
    }

    private void amend() {
        String content = "Version " + (acknowledged.size() + 1);
        put(content).expectStatus().isOk();
        acknowledge(content);
    }

    private void race() {
        List<String> won = Flux.range(0, 4)
                .flatMap(racer -> Mono.fromCallable(() -> {
                            String content = "Version %d of %d".formatted(acknowledged.size() + 1, racer);
                            return status(put(content)) == 200 ? content : "";
                        })
                        .subscribeOn(Schedulers.boundedElastic()))
                .filter(content -> !content.isEmpty())
                .collectList()
                .block(WITHIN);
        assertThat(won).hasSizeLessThan(2);
        won.forEach(this::acknowledge);
    }

    private void delete() {
        allergies.delete(path, acknowledged.size()).expectStatus().isNoContent();
        if (!isDeleted()) {
            acknowledge(DELETED);
        }
    }

    private boolean isDeleted() {
        return acknowledged.get(acknowledged.size() - 1).equals(DELETED);
    }

    /** Writes the version that follows one, as a process does that dies then, or wakes up too late. */
    private void die(int found) {
        Snapshot<HealthRecordState> head = heads.get(found - 1);
        VersionName name = new VersionName(
                head.id(), head.version() + 1, api.bean(Ids.class).next());
        RecordVersion version = new RecordVersion(
                head.id(),
                name.number(),
                Instant.now(),
                new Author(patient.accountId(), Role.PATIENT, null),
                Allergies.to("Never acknowledged").getBytes(UTF_8));
        api.bean(RecordVersions.class)
                .insert(new NewVersion(
                        patient.patientId(), name, version, head.state().newest()))
                .block(WITHIN);
    }

    /** As one that comes in two hours. */
    private void sweep() {
        new VersionSweep(
                        api.bean(RecordVersions.class),
                        api.bean(HealthRecords.class),
                        api.bean(RecordSettings.class),
                        Clock.offset(Clock.systemUTC(), Duration.ofHours(2)))
                .sweep()
                .block(WITHIN);
    }

    private void acknowledge(String content) {
        acknowledged.add(content);
        heads.add(head());
    }

    private Snapshot<HealthRecordState> head() {
        return api.bean(HealthRecords.class)
                .find(Grants.all(patient.patientId()), Allergies.idIn(path))
                .block(WITHIN)
                .orThrow();
    }

    private ResponseSpec put(String content) {
        return allergies.put(path, acknowledged.size(), Allergies.to(content));
    }

    private static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }

    private void assertHistory(long seed, int limit) {
        List<String> found = new ArrayList<>();
        String query = "?limit=" + limit;
        while (query != null) {
            Map<?, ?> page = allergies
                    .get(path + "/history" + query)
                    .expectStatus()
                    .isOk()
                    .expectBody(Map.class)
                    .returnResult()
                    .getResponseBody();
            ((List<?>) page.get("items")).forEach(entry -> found.add(0, content((Map<?, ?>) entry)));
            Object next = page.get("nextCursor");
            query = next == null ? null : "?limit=" + limit + "&cursor=" + next;
        }
        assertThat(found).as("seed %d", seed).isEqualTo(acknowledged);
    }

    private void assertKept(long seed) {
        long bytes = LongStream.rangeClosed(1, acknowledged.size())
                .filter(number -> !acknowledged.get((int) number - 1).equals(DELETED))
                .map(number -> allergies.text(path + "/history/" + number).getBytes(UTF_8).length)
                .sum();
        long versions = acknowledged.size() - (isDeleted() ? 1 : 0);
        assertThat(head().state().kept()).as("seed %d", seed).isEqualTo(new Kept(versions, bytes));
    }

    private static String content(Map<?, ?> entry) {
        return Boolean.TRUE.equals(entry.get("deleted"))
                ? DELETED
                : (String) ((Map<?, ?>) ((Map<?, ?>) entry.get("resource")).get("code")).get("text");
    }

    private List<Long> numbersStored() {
        return api.bean(ReactiveMongoTemplate.class)
                .getCollection("recordVersions")
                .flatMapMany(versions -> versions.find(new Document("subjectId", patient.patientId())))
                .map(document -> VersionName.parse(document.getString("_id"))
                        .orElseThrow()
                        .number())
                .collectList()
                .block(WITHIN);
    }
}
