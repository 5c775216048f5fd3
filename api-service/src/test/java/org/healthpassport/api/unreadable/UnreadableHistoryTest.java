package org.healthpassport.api.unreadable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.record.version.NewVersion;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The history of a record whose versions somebody removed, damaged, exchanged or put back. */
class UnreadableHistoryTest {
    private static final String VERSIONS = "recordVersions";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Damage damage = new Damage(api);
    private SignedIn patient;
    private String recordId;

    @BeforeEach
    void writeFive() {
        patient = api.newPatient();
        recordId = new SharingUnderTest(api).record(patient, allergy("Version 1"));
        for (int version = 2; version <= 5; version++) {
            amend(version - 1, "Version " + version);
        }
    }

    @Test
    void shouldShowAllOthersIfOneWasRemoved() {
        damage.remove(VERSIONS, id(3));

        assertHistory("Version 5", "Version 4", "MISSING", "Version 2", "Version 1");
        assertUnreadable(3);
    }

    @Test
    void shouldShowAllOthersIfOneIsDamaged() {
        damage.flipBit(VERSIONS, id(4), "origin");

        assertHistory("Version 5", "SEAL_BROKEN", "Version 3", "Version 2", "Version 1");
        assertUnreadable(4);
    }

    @Test
    void shouldShowNeitherOfTwoThatWereExchangedNorTheOneThatOnlyTheyName() {
        // given
        Document two = damage.stored(VERSIONS, id(2));
        Document three = damage.stored(VERSIONS, id(3));

        // when
        damage.put(VERSIONS, new Document(two).append("_id", three.get("_id")));
        damage.put(VERSIONS, new Document(three).append("_id", two.get("_id")));

        // then
        assertHistory("Version 5", "Version 4", "SEAL_BROKEN", "SEAL_BROKEN", "UNCERTAIN");
    }

    @Test
    void shouldNotShowALoserThatWasPutBackInThePlaceOfTheVersionThatCounts() {
        // given
        putLoser(3);
        assertHistory("Version 5", "Version 4", "Version 3", "Version 2", "Version 1");

        // when
        damage.remove(VERSIONS, id(3));

        // then
        assertHistory("Version 5", "Version 4", "MISSING", "Version 2", "Version 1");
        assertUnreadable(3);
    }

    @Test
    void shouldNotShowALoserEvenIfAllThatNameTheOtherAreDamaged() {
        // given
        putLoser(3);
        damage.flipBit(VERSIONS, id(4), "origin");
        damage.flipBit(VERSIONS, id(5), "origin");

        // then
        assertHistory("SEAL_BROKEN", "SEAL_BROKEN", "UNCERTAIN", "Version 2", "Version 1");
        assertUnreadable(3);
        assertThat(api.logged()).contains("Expected to read " + VersionName.placeOf(recordId, 3));

        // when
        damage.remove(VERSIONS, id(3));

        // then
        assertUnreadable(3);
    }

    @Test
    void shouldShowThatAnOldHeadWasPutBack() {
        // given
        String other = new SharingUnderTest(api).record(patient, allergy("Version 1"));
        recordId = other;
        amend(1, "Version 2");
        Document head = damage.copy("records", other);
        amend(2, "Version 3");
        amend(3, "Version 4");
        damage.copy("records", other);

        // when
        damage.put("records", head);
        amend(2, "Another 3");
        amend(3, "Another 4");
        amend(4, "Another 5");

        // then
        assertHistory("Another 5", "Another 4", "OUTDATED", "Version 2", "Version 1");
        assertUnreadable(3);
    }

    @Test
    void shouldNotFailForADocumentThatIsNoVersion() {
        damage.put(VERSIONS, new Document("_id", recordId + "/0000000003-/x"));
        damage.put(VERSIONS, new Document("_id", recordId + "/0000000003/x/y").append("unconfirmed", true));

        assertHistory("Version 5", "Version 4", "Version 3", "Version 2", "Version 1");
    }

    /** A version that was written by a command that lost, as if it had been kept, and was put back as one that counts. */
    private void putLoser(long number) {
        List<String> before = List.of(commandOf(number - 1), commandOf(number - 2));
        // Behind the one that counts in the order of their ids.
        String commandId = "ffffffff" + UUID.randomUUID().toString().substring(8);
        VersionName name = new VersionName(recordId, number, commandId);
        RecordVersion version = new RecordVersion(
                recordId,
                number,
                Instant.now(),
                new Author(patient.accountId(), Role.PATIENT, null),
                allergy("Loser").getBytes(UTF_8));
        api.bean(RecordVersions.class)
                .insert(new NewVersion(patient.patientId(), name, version, before))
                .block(Duration.ofSeconds(20));
        damage.unset(VERSIONS, name.id(), "unconfirmed");
    }

    private String commandOf(long number) {
        return VersionName.parse(id(number)).orElseThrow().commandId();
    }

    private String id(long number) {
        return damage.versionId(recordId, number);
    }

    private void amend(long version, String substance) {
        api.client(patient)
                .put()
                .uri(path())
                .header("If-Match", "W/\"" + version + '"')
                .header("Content-Type", "application/fhir+json")
                .bodyValue(allergy(substance))
                .exchange()
                .expectStatus()
                .isOk();
    }

    /** Reads all of it at once, and page by page. */
    private void assertHistory(String... newestFirst) {
        assertThat(history("?limit=200"))
                .extracting(UnreadableHistoryTest::content)
                .containsExactly(newestFirst);
        for (int number = newestFirst.length; number > 0; number--) {
            String content = newestFirst[newestFirst.length - number];
            if (content.contains(" ")) {
                get("/history/" + number)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .jsonPath("$.code.text")
                        .isEqualTo(content);
            }
        }
        String cursor = "";
        for (String content : newestFirst) {
            JsonNode page = body("?limit=1" + cursor);
            assertThat(content(page.at("/items/0"))).isEqualTo(content);
            cursor = "&cursor=" + page.path("nextCursor").asString("");
        }
        assertThat(cursor).isEqualTo("&cursor=");
    }

    private void assertUnreadable(long number) {
        get("/history/" + number)
                .expectStatus()
                .is5xxServerError()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:unreadable");
    }

    private List<JsonNode> history(String query) {
        return body(query).get("items").valueStream().toList();
    }

    private JsonNode body(String query) {
        return JSON.readTree(get("/history" + query)
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    /** The substance of a version, or the reason why it cannot be read. */
    private static String content(JsonNode entry) {
        return entry.at("/resource/code/text")
                .asString(entry.at("/unreadable/reason").asString("deleted"));
    }

    private ResponseSpec get(String rest) {
        return api.client(patient).get().uri(path() + rest).exchange();
    }

    private String path() {
        return "/api/patients/" + patient.patientId() + "/records/" + recordId;
    }
}
