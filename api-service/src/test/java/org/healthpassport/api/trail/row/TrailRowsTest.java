package org.healthpassport.api.trail.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.trail.TrailUnderTest;
import org.healthpassport.api.trail.row.TrailRows.Damaged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** Rows in a real store. */
class TrailRowsTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2020-11-29T20:35:00Z");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final TrailUnderTest trail = new TrailUnderTest(api);
    private final SignedIn patient = api.newPatient();

    @Test
    void shouldPageThroughRowsOfOneTime() {
        // given
        List<TrailRow> rows = IntStream.range(0, 9)
                .mapToObj(i -> row(UUID.randomUUID().toString(), "e" + i, LookAction.READ))
                .toList();
        rows.forEach(row -> put(row, Damaged.STAYS));

        // when
        List<JsonNode> paged = new ArrayList<>();
        String before = "?limit=2&to=2021-01-01T00:00:00Z";
        JsonNode page = trail.page(patient, patient, before);
        paged.addAll(TrailUnderTest.items(page));
        while (page.has("nextCursor")) {
            page = trail.page(
                    patient,
                    patient,
                    before + "&cursor=" + page.get("nextCursor").asString());
            paged.addAll(TrailUnderTest.items(page));
        }

        // then
        assertThat(paged)
                .extracting(item -> item.get("resourceId").asString())
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(row -> row.look().resourceId()).toList());
    }

    @Test
    void shouldKeepTheMostTellingOfEventsThatComeAtOnce() {
        // given
        String id = UUID.randomUUID().toString();
        List<TrailRow> events = IntStream.range(0, 20)
                .mapToObj(i -> row(id, "e" + i, LookAction.values()[i % LookAction.values().length]))
                .toList();
        TrailRow most = events.stream()
                .reduce((one, other) -> other.tellsMoreThan(one) ? other : one)
                .orElseThrow();

        // when
        Flux.fromIterable(events)
                .flatMap(row -> api.bean(TrailRows.class).put(row, Damaged.STAYS), events.size())
                .then()
                .block(WITHIN);

        // then
        JsonNode page = trail.page(patient, patient, "?to=2021-01-01T00:00:00Z");
        assertThat(TrailUnderTest.items(page))
                .singleElement()
                .satisfies(item -> assertThat(item.get("resourceId").asString())
                        .isEqualTo(most.look().resourceId()));
    }

    @Test
    void shouldLeaveADamagedRowToWhoeverBringsAllEventsOfItsRequest() {
        // given
        TrailRow row = row(UUID.randomUUID().toString(), "e1", LookAction.DENIED);
        put(row, Damaged.STAYS);
        trail.change(trail.rows(patient).get(0), "sealed", "nonsense");
        trail.change(trail.rows(patient).get(0), "revision", "nonsense");

        // when, then
        assertThat(put(row, Damaged.STAYS)).isFalse();
        assertThat(put(row, Damaged.IS_REPLACED)).isTrue();
        assertThat(put(row, Damaged.IS_REPLACED)).isFalse();
        assertThat(TrailUnderTest.items(trail.page(patient, patient, "?to=2021-01-01T00:00:00Z")))
                .singleElement()
                .satisfies(item -> assertThat(item.get("action").asString()).isEqualTo("DENIED"));
    }

    private static boolean put(TrailRow row, Damaged damaged) {
        return Boolean.TRUE.equals(api.bean(TrailRows.class).put(row, damaged).block(WITHIN));
    }

    private TrailRow row(String id, String eventId, LookAction action) {
        return new TrailRow(
                id,
                patient.patientId(),
                NOW,
                new Look(eventId, action, "RECORD", eventId, null, null, null, "LINK", null, null, null, 0));
    }
}
