package org.healthpassport.api.unreadable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.body;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

class UnreadableRecordsTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final Damage damage = new Damage(api);

    private SignedIn patient;
    private String oldest;
    private String middle;
    private String newest;

    /** Ways to damage the head of a record. */
    private enum OfHead {
        BIT_FLIPPED("seal-broken"),
        SEALS_SWAPPED("seal-broken"),
        VERSION_TURNED_BACK("seal-broken"),
        LAST_EVENT_HIDDEN("seal-broken"),
        SEALED_AS_NO_JSON("malformed"),
        SEALED_AS_NULL("malformed"),
        SEALED_GONE("malformed"),
        SEALED_AS_TEXT("malformed"),
        VERSION_GONE("malformed"),
        VERSION_AS_TEXT("malformed"),
        LAST_EVENT_GONE("malformed"),
        LAST_EVENT_AS_TEXT("malformed");

        private final String code;

        OfHead(String code) {
            this.code = code;
        }

        void happen(Damage damage, String id, String another, String patientId) {
            switch (this) {
                case BIT_FLIPPED -> damage.flipBit("records", id);
                case SEALS_SWAPPED ->
                    damage.set(
                            "records",
                            id,
                            "sealed",
                            damage.stored("records", another).get("sealed"));
                case VERSION_TURNED_BACK -> damage.set("records", id, "version", 7L);
                case LAST_EVENT_HIDDEN -> damage.set("records", id, "last", 0L);
                case SEALED_AS_NO_JSON -> damage.reseal("records", id, patientId, "rubbish".getBytes(UTF_8));
                case SEALED_AS_NULL -> damage.reseal("records", id, patientId, "null".getBytes(UTF_8));
                case SEALED_GONE -> damage.unset("records", id, "sealed");
                case SEALED_AS_TEXT -> damage.set("records", id, "sealed", "text");
                case VERSION_GONE -> damage.unset("records", id, "version");
                case VERSION_AS_TEXT -> damage.set("records", id, "version", "x");
                case LAST_EVENT_GONE -> damage.unset("records", id, "last");
                case LAST_EVENT_AS_TEXT -> damage.set("records", id, "last", "one");
            }
        }
    }

    private static final String VERSIONS = "recordVersions";

    /** Ways to damage the document of a version. */
    private enum OfVersion {
        REMOVED("missing", "not-found"),
        BIT_FLIPPED("seal-broken", "exception"),
        SEALS_SWAPPED("seal-broken", "exception"),
        SEALED_GONE("malformed", "exception"),
        SEALED_AS_HALF_A_RESOURCE("malformed", "exception"),
        ORIGIN_BIT_FLIPPED("seal-broken", "exception"),
        ORIGINS_SWAPPED("seal-broken", "exception"),
        ORIGIN_AS_RESOURCE("seal-broken", "exception"),
        ORIGIN_GONE("malformed", "exception"),
        ORIGIN_AS_NO_JSON("malformed", "exception"),
        ORIGIN_WITHOUT_AUTHOR("malformed", "exception"),
        ORIGIN_WITHOUT_NAMES("malformed", "exception");

        private final String code;
        private final String issue;

        OfVersion(String code, String issue) {
            this.code = code;
            this.issue = issue;
        }

        void happen(Damage damage, String id, String another, String patientId) {
            String names = "{\"recordedAt\":\"2026-11-23T10:00:00Z\",\"bytes\":9,\"before\":[]}";
            String author = "{\"recordedAt\":\"2026-11-23T10:00:00Z\",\"bytes\":9,\"author\":{\"accountId\":\"a\"}}";
            switch (this) {
                case REMOVED -> damage.remove(VERSIONS, id);
                case BIT_FLIPPED -> damage.flipBit(VERSIONS, id);
                case SEALS_SWAPPED -> damage.copyField(VERSIONS, id, another, "sealed");
                case SEALED_GONE -> damage.unset(VERSIONS, id, "sealed");
                case SEALED_AS_HALF_A_RESOURCE ->
                    damage.resealVersion(id, "sealed", patientId, "{\"resourceType\":\"Allergy");
                case ORIGIN_BIT_FLIPPED -> damage.flipBit(VERSIONS, id, "origin");
                case ORIGINS_SWAPPED -> damage.copyField(VERSIONS, id, another, "origin");
                case ORIGIN_AS_RESOURCE ->
                    damage.set(
                            VERSIONS, id, "sealed", damage.stored(VERSIONS, id).get("origin"));
                case ORIGIN_GONE -> damage.unset(VERSIONS, id, "origin");
                case ORIGIN_AS_NO_JSON -> damage.resealVersion(id, "origin", patientId, "rubbish");
                case ORIGIN_WITHOUT_AUTHOR -> damage.resealVersion(id, "origin", patientId, names);
                case ORIGIN_WITHOUT_NAMES -> damage.resealVersion(id, "origin", patientId, author);
            }
        }
    }

    @BeforeEach
    void keepThree() {
        patient = api.newPatient();
        oldest = sharing.record(patient, allergy("Oldest"));
        middle = sharing.record(patient, allergy("Middle"));
        newest = sharing.record(patient, allergy("Newest"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldStandInItsPlaceWhateverHappenedToItsHead(OfHead happened) {
        // when
        happened.happen(damage, middle, oldest, patient.patientId());

        // then
        List<JsonNode> items = list("");
        assertThat(items).extracting(item -> item.get("id").asString()).containsExactly(newest, middle, oldest);
        assertIsOutcome(items.get(1), happened.code, "exception");
        assertUnreadable(get("/" + middle));
        assertUnreadable(get("/" + middle + "/history"));
        get("/" + newest).expectStatus().isOk().expectBody();
    }

    @ParameterizedTest
    @EnumSource
    void shouldStandInItsPlaceWhateverHappenedToItsVersion(OfVersion happened) {
        // when
        happened.happen(damage, damage.versionId(middle, 1), damage.versionId(oldest, 1), patient.patientId());

        // then
        List<JsonNode> items = list("");
        assertThat(items).extracting(item -> item.get("id").asString()).containsExactly(newest, middle, oldest);
        assertIsOutcome(items.get(1), happened.code, happened.issue);
        assertUnreadable(get("/" + middle));
        assertUnreadable(get("/" + middle + "/history/1"));
    }

    @Test
    void shouldStandInItsPlaceInTheHistoryAndBeMendedByTheNextVersion() {
        // given
        amend(middle, 1, allergy("Second"));
        damage.remove(VERSIONS, damage.versionId(middle, 2));

        // when
        amend(middle, 2, allergy("Third"));

        // then
        List<JsonNode> history = items(get("/" + middle + "/history"));
        assertThat(history).extracting(entry -> entry.get("version").asInt()).containsExactly(3, 2, 1);
        assertThat(history.get(1).toString()).isEqualTo("{\"version\":2,\"unreadable\":{\"reason\":\"MISSING\"}}");
        assertThat(history.get(0).at("/resource/code/text").asString()).isEqualTo("Third");
        assertThat(list(""))
                .allSatisfy(
                        item -> assertThat(item.get("resourceType").asString()).isEqualTo("AllergyIntolerance"));
        assertUnreadable(get("/" + middle + "/history/2"));
        get("/" + middle + "/history/1").expectStatus().isOk().expectBody();
    }

    @Test
    void shouldStandWhateverIsAskedForButOutsideOfTheTime() {
        // given
        damage.flipBit("records", middle);

        // then
        assertThat(list("?code=none"))
                .singleElement()
                .satisfies(item -> assertIsOutcome(item, "seal-broken", "exception"));
        assertThat(list("?type=AllergyIntolerance&from=2020-01-01")).hasSize(3);
        assertThat(list("?to=2020-01-01")).isEmpty();
    }

    @Test
    void shouldKeepItsPlaceFromPageToPageEvenWithoutATime() {
        // given one that is damaged, and one that has lost what it is sorted by
        String fourth = sharing.record(patient, allergy("Fourth"));
        String fifth = sharing.record(patient, allergy("Fifth"));
        damage.flipBit("records", middle);
        damage.unset("records", fourth, "createdAt");
        damage.unset("records", newest, "createdAt");

        // when
        List<String> seen = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 10 && cursor != null; page++) {
            JsonNode answer = body(get("?limit=1" + cursor).expectStatus().isOk());
            answer.get("items").forEach(item -> seen.add(item.get("id").asString()));
            cursor = answer.has("nextCursor")
                    ? "&cursor=" + answer.get("nextCursor").asString()
                    : null;
        }

        // then those without a time stand at the end
        assertThat(seen).containsExactly(fifth, middle, oldest, fourth, newest);
    }

    @Test
    void shouldRefuseAListOfWhichMoreThanAFewCannotBeReadAndAlarm() {
        // given
        String fourth = sharing.record(patient, allergy("Fourth"));
        double before = count("healthpassport.unreadable.lists", "records");
        List.of(oldest, middle, newest).forEach(id -> damage.flipBit("records", id));
        assertThat(list("")).hasSize(4);

        // when
        damage.flipBit("records", fourth);

        // then
        get("").expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists("Retry-After")
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:mostly-unreadable");
        assertThat(count("healthpassport.unreadable.lists", "records")).isEqualTo(before + 1);
        assertThat(api.logged()).contains("Expected to list the records of " + patient.patientId());
    }

    @Test
    void shouldBeCountedEachTimeAndToldOfOnce() {
        // given
        String versionId = damage.versionId(middle, 1);
        damage.remove(VERSIONS, versionId);
        double before = count("healthpassport.unreadable", VERSIONS);

        // when
        list("");
        list("");
        assertUnreadable(get("/" + middle));

        // then
        assertThat(count("healthpassport.unreadable", VERSIONS)).isEqualTo(before + 3);
        assertThat(api.logged().split(versionId, -1)).hasSize(2);
        assertThat(api.bean(MeterRegistry.class)
                        .get("healthpassport.unreadable")
                        .counters())
                .allSatisfy(counter -> assertThat(counter.getId().getTags())
                        .extracting(tag -> tag.getKey())
                        .contains("kind")
                        .doesNotContain("id"));
    }

    @Test
    void shouldTellNobodyElseThatItIsThere() {
        // given
        damage.flipBit("records", middle);
        SignedIn another = api.newPatient();

        // when
        JsonNode unreadable = body(api.client(another)
                .get()
                .uri("/api/patients/" + another.patientId() + "/records/" + middle)
                .exchange()
                .expectStatus()
                .isNotFound());
        JsonNode missing = body(api.client(another)
                .get()
                .uri("/api/patients/" + another.patientId() + "/records/0198c0de-0000-7000-8000-000000000000")
                .exchange()
                .expectStatus()
                .isNotFound());

        // then
        assertThat(unreadable.get("detail")).isEqualTo(missing.get("detail"));
    }

    @Test
    void shouldStillTakeRecordsWhereTheirSizeCannotBeTold() {
        // given
        damage.set("records", middle, "bytes", "many");
        damage.flipBit("records", oldest);

        // when
        String next = sharing.record(patient, allergy("Next"));

        // then
        assertThat(list("")).extracting(item -> item.get("id").asString()).contains(next);
    }

    private List<JsonNode> list(String query) {
        return items(get(query));
    }

    private static List<JsonNode> items(ResponseSpec answer) {
        return List.copyOf(body(answer.expectStatus().isOk()).get("items").values());
    }

    private ResponseSpec get(String path) {
        return api.client(patient)
                .get()
                .uri("/api/patients/" + patient.patientId() + "/records" + path)
                .exchange();
    }

    private void amend(String recordId, long version, String resource) {
        api.client(patient)
                .put()
                .uri("/api/patients/" + patient.patientId() + "/records/" + recordId)
                .header("If-Match", "W/\"" + version + '"')
                .header("Content-Type", "application/fhir+json")
                .bodyValue(resource)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    private static void assertIsOutcome(JsonNode item, String code, String issue) {
        assertThat(item.get("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(item.at("/issue/0/severity").asString()).isEqualTo("error");
        assertThat(item.at("/issue/0/code").asString()).isEqualTo(issue);
        assertThat(item.at("/issue/0/details/coding/0/code").asString()).isEqualTo(code);
        assertThat(item.at("/issue/0/details/text").asString()).contains("cannot be read");
    }

    private static void assertUnreadable(ResponseSpec answer) {
        JsonNode problem = body(answer.expectStatus().isEqualTo(500));
        assertThat(problem.get("type").asString()).isEqualTo("urn:healthpassport:problem:unreadable");
        assertThat(problem.get("detail").asString()).contains("cannot be read", "reported");
        assertThat(problem.toString()).doesNotContain("Exception", "org.healthpassport", "\tat ");
    }

    private static double count(String name, String kind) {
        var counter = api.bean(MeterRegistry.class).find(name).tag("kind", kind).counter();
        return counter == null ? 0 : counter.count();
    }
}
