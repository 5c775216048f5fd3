package org.healthpassport.api.trail.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.api.trail.TrailUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.TrailRebuildStarted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** An administrator repairs trails over HTTP, out of the real broker. */
class RebuildApiTest {
    private static final String REBUILD = "/api/admin/accesses/rebuild";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final TrailUnderTest trail = new TrailUnderTest(api);
    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final SignedIn administrator = api.administrator();

    @Test
    void shouldRepairMissingAndDamagedRowsAndLeaveTheOthers() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            SignedIn ada = api.newPatient();
            calls.get(ada, path(ada) + "/records").expectStatus().isOk();
            new SharingUnderTest(api).record(ada, allergy("Penicillin"));
            calls.get(ada, path(ada) + "/documents").expectStatus().isOk();
            calls.get(ada, path(ada) + "/consents").expectStatus().isOk();
            List<Document> rows = trail.awaitRows(ada, 4);
            List<JsonNode> items = trail.before(ada, ada);
            trail.remove(rows.get(0));
            trail.change(rows.get(1), "sealed", rows.get(0).get("sealed"));
            trail.change(
                    rows.get(2), "time", new Date(rows.get(2).getDate("time").getTime() - 1));

            // when
            JsonNode started = json(start().expectStatus().isAccepted());

            // then
            assertThat(started.get("state").asString()).isEqualTo("RUNNING");
            JsonNode done = awaitDone();
            assertThat(done.get("rebuildId")).isEqualTo(started.get("rebuildId"));
            assertThat(done.get("written").asLong()).isGreaterThanOrEqualTo(3);
            assertThat(done.get("read").asLong()).isEqualTo(done.get("all").asLong());
            assertThat(trail.before(ada, ada)).endsWith(items.toArray(JsonNode[]::new));
            assertThat(trail.rows(ada)).contains(rows.get(3));
            Event recordedStart = recorded.one(event -> event.type() == EventType.TRAIL_REBUILD_STARTED);
            assertThat(recordedStart.payload(TrailRebuildStarted.class).getRebuildId())
                    .isEqualTo(started.get("rebuildId").asString());
            assertThat(recordedStart.stamp().getActor()).isEqualTo(administrator.accountId());

            // when there is nothing to do
            List<Document> repaired = trail.rows(ada);
            start().expectStatus().isAccepted().expectBody();
            awaitDone();

            // then
            assertThat(trail.rows(ada)).containsExactlyElementsOf(repaired);
        }
    }

    @Test
    void shouldRunOneAtATimeAndSeeThatTheProcessEnded() {
        // given
        start().expectStatus().isAccepted().expectBody();
        awaitDone();
        change(Map.of("state", "RUNNING", "aliveAt", Date.from(Instant.now())));

        // when, then
        start().expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .value(type -> assertThat((String) type).endsWith("already-running"));

        // when
        change(Map.of("aliveAt", Date.from(Instant.now().minusSeconds(61))));

        // then
        assertThat(newest().get("state").asString()).isEqualTo("INTERRUPTED");
        start().expectStatus().isAccepted().expectBody();
        awaitDone();
    }

    private ResponseSpec start() {
        return calls.post(administrator, REBUILD, Map.of());
    }

    private JsonNode newest() {
        return json(calls.get(administrator, REBUILD).expectStatus().isOk());
    }

    private JsonNode awaitDone() {
        return await().atMost(PATIENCE)
                .until(this::newest, found -> found.get("state").asString().equals("DONE"));
    }

    private static void change(Map<String, Object> fields) {
        Update update = new Update();
        fields.forEach(update::set);
        api.bean(ReactiveMongoTemplate.class)
                .updateFirst(new Query(), update, "trailRebuilds")
                .block(PATIENCE);
    }

    private static JsonNode json(ResponseSpec answer) {
        return SharingUnderTest.body(answer);
    }
}
