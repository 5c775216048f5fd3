package org.healthpassport.api.trail.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.api.trail.TrailUnderTest;
import org.healthpassport.api.trail.row.TrailRows.Damaged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/**
 * Prints the time of a page of 50 out of 100,000 rows of a patient, over HTTP, with the record of the look itself; and the time
 * until the rows of a request are there.
 *
 * <p>Run it by {@code mvn -pl api-service -am test -Dtest=TrailMeasurement -Dsurefire.failIfNoSpecifiedTests=false}; it is no
 * part of {@code verify}.
 */
class TrailMeasurement {
    private static final int ROWS = 100_000;
    private static final int ROUNDS = 200;
    private static final int WARM_UP = 400;
    private static final Instant NEWEST = Instant.parse("2026-01-01T00:00:00Z");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final TrailUnderTest trail = new TrailUnderTest(api);

    @Test
    void shouldPrintTheTimeOfAPage() {
        SignedIn patient = api.newPatient();
        long begun = System.nanoTime();
        Flux.range(0, ROWS)
                .flatMap(i -> api.bean(TrailRows.class).put(row(patient, i), Damaged.STAYS), 64)
                .then()
                .block(Duration.ofMinutes(9));
        System.out.printf("Milliseconds to write a row, 64 at once: %.2f%n", (System.nanoTime() - begun) / 1e6 / ROWS);
        JsonNode first = trail.page(patient, patient, "");
        String deep = "?to=" + NEWEST.minusSeconds(ROWS / 2);
        measure("the first page", () -> trail.page(patient, patient, ""));
        measure("a page in the middle", () -> trail.page(patient, patient, deep));
        measure(
                "a page of a past minute",
                () -> trail.page(patient, patient, deep + "&from=" + NEWEST.minusSeconds(ROWS / 2 + 10)));
        measure(
                "the second page",
                () -> trail.page(
                        patient, patient, "?cursor=" + first.get("nextCursor").asString()));
    }

    /** Without a reader, as if another instance had it. */
    @Test
    void shouldPrintTheTimeUntilAConsumerHasMadeARow() {
        SignedIn patient = api.newPatient();
        String path = "/api/patients/" + patient.patientId();
        SharingUnderTest sharing = new SharingUnderTest(api);
        ConsentUnderTest calls = new ConsentUnderTest(api);
        measureUntilRow(
                patient,
                "a read",
                () -> calls.get(patient, path + "/records").expectStatus().isOk());
        measureUntilRow(patient, "a new record", () -> sharing.record(patient, SharingUnderTest.allergy("Latex")));
    }

    private void measureUntilRow(SignedIn patient, String what, Runnable request) {
        double[] millis = new double[ROUNDS];
        for (int round = -WARM_UP / 4; round < ROUNDS; round++) {
            int before = trail.rows(patient).size();
            request.run();
            long begun = System.nanoTime();
            while (trail.rows(patient).size() == before) {
                Thread.onSpinWait();
            }
            if (round >= 0) {
                millis[round] = (System.nanoTime() - begun) / 1e6;
            }
        }
        print("from the answer until the row of " + what, millis);
    }

    private static void measure(String what, Supplier<JsonNode> page) {
        double[] millis = new double[ROUNDS];
        for (int round = -WARM_UP / 4; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            JsonNode answered = page.get();
            double took = (System.nanoTime() - begun) / 1e6;
            assertThat(answered.get("items")).isNotEmpty();
            if (round >= 0) {
                millis[round] = took;
            }
        }
        print("of " + what + " out of " + ROWS, millis);
    }

    private static void print(String what, double... millis) {
        Arrays.sort(millis);
        System.out.printf(
                "Milliseconds %s: median %.1f, 90th percentile %.1f, most %.1f%n",
                what, millis[ROUNDS / 2], millis[ROUNDS * 9 / 10], millis[ROUNDS - 1]);
    }

    private static TrailRow row(SignedIn patient, int number) {
        String eventId = UUID.randomUUID().toString();
        return new TrailRow(
                UUID.randomUUID().toString(),
                patient.patientId(),
                NEWEST.minusSeconds(number),
                new Look(
                        eventId,
                        LookAction.READ,
                        "RECORD",
                        eventId,
                        patient.accountId(),
                        "PATIENT",
                        null,
                        "SELF",
                        null,
                        null,
                        "PATRQT",
                        0));
    }
}
