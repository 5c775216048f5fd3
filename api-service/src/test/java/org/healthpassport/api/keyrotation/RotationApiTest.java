package org.healthpassport.api.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.healthpassport.aggregates.key.KeySettings;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.KeyRotationStarted;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** An administrator rotates the key-encryption keys over HTTP. What follows takes minutes, and has tests of its own. */
class RotationApiTest {
    private static final String ROTATIONS = "/api/admin/key-rotations";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final SignedIn administrator = api.administrator();

    @Test
    void shouldRotateOnceAtATimeAndPublishHowLongDeletedKeysLast() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            JsonNode started = SharingUnderTest.body(calls.post(administrator, ROTATIONS, Map.of())
                    .expectStatus()
                    .isAccepted());

            // then
            assertThat(started.get("state").asString()).isEqualTo("SPREADING");
            Event event = recorded.one(found -> found.type() == EventType.KEY_ROTATION_STARTED);
            assertThat(event.payload(KeyRotationStarted.class).getRotationId())
                    .isEqualTo(started.get("rotationId").asString());
            assertThat(event.stamp().getActor()).isEqualTo(administrator.accountId());
            await().atMost(PATIENCE)
                    .until(() -> keys().versions(KeyPurpose.STATE).hasNext());

            // when, then
            calls.post(administrator, ROTATIONS, Map.of())
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.type")
                    .value(type -> assertThat((String) type).endsWith("already-running"));
            JsonNode newest = get(ROTATIONS);
            assertThat(newest.get("rotationId")).isEqualTo(started.get("rotationId"));
            assertThat(newest.get("trouble")).isNull();

            // when
            JsonNode deletedKeys = get("/actuator/info").get("deletedKeys");

            // then
            assertThat(deletedKeys.get("goneFromBackupsWithin").asString()).isEqualTo("62 days");
            assertThat(deletedKeys.get("holds").asBoolean()).isTrue();
            assertThat(deletedKeys.get("newestRotation").get("state").asString())
                    .isEqualTo("SPREADING");
        }
    }

    private JsonNode get(String path) {
        return SharingUnderTest.body(
                calls.get(administrator, path).expectStatus().isOk());
    }

    private static KeyFolder keys() {
        return KeyFolder.open(api.bean(KeySettings.class).folder(), Set.of(KeyPurpose.STATE));
    }
}
