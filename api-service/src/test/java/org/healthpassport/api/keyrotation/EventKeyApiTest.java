package org.healthpassport.api.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.healthpassport.aggregates.key.KeySettings;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.EventKeyDestroyed;
import org.healthpassport.events.access.EventKeyRotationStarted;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeyVersions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** An administrator sees, rotates and destroys keys of events over HTTP. A whole rotation has tests elsewhere. */
class EventKeyApiTest {
    private static final String KEYS = "/api/admin/event-keys";
    /** Of this service with itself, so that no other one is to know its versions. */
    private static final String NAME = "api-service-api-service";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final SignedIn administrator = api.administrator();

    @BeforeEach
    void noneRuns() {
        api.bean(ReactiveMongoTemplate.class)
                .remove(new Query(), "keyRotations")
                .block(PATIENCE);
    }

    @Test
    void shouldDestroyAnOldVersionThatNothingNamesAndNoOther() throws IOException {
        // given a version that events name, one that was never used, and the one in use
        MacKeyFolder keys = keys();
        KeyVersions first = keys.versions(NAME);
        String named = text(first.primary());
        api.newPatient();
        promoteNew(keys);
        String unused = text(keys.versions(NAME).primary());
        promoteNew(keys);
        String used = text(keys.versions(NAME).primary());

        // when
        await().atMost(PATIENCE).until(() -> version(unused).get("removable").asBoolean());

        // then
        assertThat(version(named).get("state").asString()).isEqualTo("OLD");
        assertThat(version(named).get("removable").asBoolean()).isFalse();
        assertThat(version(named).get("usedBy").get("records").asLong()).isPositive();
        assertThat(version(unused).get("usedBy").get("records").asLong()).isZero();
        assertThat(version(used).get("state").asString()).isEqualTo("PRIMARY");
        assertThat(version(used).has("usedBy")).isFalse();
        assertProblem(destroy(NAME, named), 409, "in-use");
        assertProblem(destroy(NAME, used), 409, "in-use");
        assertProblem(destroy("api-service-nobody", unused), 404, "not-found");
        assertProblem(destroy(NAME, "-1"), 404, "not-found");

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            destroy(NAME, unused).expectStatus().isNoContent();

            // then
            Event event = recorded.one(found -> found.type() == EventType.EVENT_KEY_DESTROYED);
            assertThat(event.payload(EventKeyDestroyed.class)).isEqualTo(new EventKeyDestroyed(NAME, unused));
            assertThat(event.stamp().getActor()).isEqualTo(administrator.accountId());
        }
        assertThat(keys.versions(NAME).ids())
                .extracting(EventKeyApiTest::text)
                .contains(named, used)
                .doesNotContain(unused);
        assertProblem(destroy(NAME, unused), 404, "not-found");
    }

    @Test
    void shouldRotateOnceAtATimeAndDestroyNothingMeanwhile() throws IOException {
        // given
        MacKeyFolder keys = keys();
        promoteNew(keys);
        String old = text(keys.versions(NAME).older().get(0));

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            JsonNode started = SharingUnderTest.body(calls.post(administrator, KEYS + "/rotations", Map.of())
                    .expectStatus()
                    .isAccepted());

            // then
            assertThat(started.get("state").asString()).isEqualTo("SPREADING");
            assertThat(started.has("documents")).isFalse();
            Event event = recorded.one(found -> found.type() == EventType.EVENT_KEY_ROTATION_STARTED);
            assertThat(event.payload(EventKeyRotationStarted.class).getRotationId())
                    .isEqualTo(started.get("rotationId").asString());
            assertThat(list().get("rotation").get("rotationId")).isEqualTo(started.get("rotationId"));
        }
        await().atMost(PATIENCE).until(() -> keys.versions(NAME).hasNext());
        assertThat(version(text(keys.versions(NAME)
                                .ids()
                                .get(keys.versions(NAME).ids().size() - 1)))
                        .get("state")
                        .asString())
                .isEqualTo("ANNOUNCED");
        assertProblem(calls.post(administrator, KEYS + "/rotations", Map.of()), 409, "already-running");
        assertProblem(destroy(NAME, old), 409, "already-running");
    }

    @Test
    void shouldNotMakeMoreVersionsThanItCanKeep() throws IOException {
        // given
        MacKeyFolder keys = keys();
        while (keys.versions(NAME).ids().size() < 10) {
            promoteNew(keys);
        }

        // then
        assertProblem(calls.post(administrator, KEYS + "/rotations", Map.of()), 409, "too-many");

        // and for other tests
        for (int version : keys.versions(NAME).older()) {
            keys.destroy(NAME, keys.versions(NAME), version);
        }
    }

    private static void promoteNew(MacKeyFolder keys) throws IOException {
        if (!keys.versions(NAME).hasNext()) {
            keys.announce(NAME, keys.versions(NAME));
        }
        keys.promote(NAME, keys.versions(NAME));
    }

    private static MacKeyFolder keys() {
        return MacKeyFolder.open(api.bean(KeySettings.class).folder(), Set.of(NAME), FileProtection.NONE);
    }

    private JsonNode list() {
        return SharingUnderTest.body(
                calls.get(administrator, KEYS).expectStatus().isOk());
    }

    private JsonNode version(String id) {
        return StreamSupport.stream(list().get("keys").spliterator(), false)
                .filter(key -> key.get("name").asString().equals(NAME))
                .flatMap(key -> StreamSupport.stream(key.get("versions").spliterator(), false))
                .filter(version -> version.get("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private ResponseSpec destroy(String name, String version) {
        return api.client(administrator)
                .delete()
                .uri(KEYS + "/{name}/versions/{version}", name, version)
                .exchange();
    }

    private static void assertProblem(ResponseSpec answer, int status, String type) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .value(found -> assertThat((String) found).endsWith(":" + type));
    }

    private static String text(int version) {
        return Integer.toUnsignedString(version);
    }
}
