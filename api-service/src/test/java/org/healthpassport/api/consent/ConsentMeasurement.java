package org.healthpassport.api.consent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.ChildInstance;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.consent.GranteeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Prints the CPU time of a decision by consent, with 10,000 consents in the store: that of a doctor's request for the
 * records of a patient, beyond that of the patient's own. It is the time of {@code api-service} in a process of its own, as
 * it runs in production.
 *
 * <p>Run it by {@code mvn -pl api-service -am test -Dtest=ConsentMeasurement -Dsurefire.failIfNoSpecifiedTests=false}; it is
 * no part of {@code verify}.
 */
class ConsentMeasurement {
    private static final int OTHERS = 490;
    private static final int CONSENTS_OF_EACH = 20;
    /** One less than a patient may have. */
    private static final int CONSENTS_OF_PATIENT = 199;

    private static final int CONSENTS = OTHERS * CONSENTS_OF_EACH + CONSENTS_OF_PATIENT + 1;

    private static final int ROUNDS = 21;
    private static final int WARM_UP = 15;
    private static final int REQUESTS = 600;
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SEEDED_WITHIN = Duration.ofMinutes(10);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void shouldPrintTheCpuTimeOfADecision() throws IOException {
        Members members = new Members(api);
        Member doctor = members.doctor(members.hospital());
        SignedIn patient = api.newPatient();
        new ConsentUnderTest(api).granted(patient, ConsentUnderTest.toDoctor(doctor, "RECORDS_READ"));
        new SharingUnderTest(api).record(patient, SharingUnderTest.allergy("Penicillin"));
        long begun = System.nanoTime();
        seed(patient);
        System.out.printf("Seconds to seed: %.0f%n", (System.nanoTime() - begun) / 1e9);

        double[] own = new double[ROUNDS];
        double[] added = new double[ROUNDS];
        try (ChildInstance instance =
                ChildInstance.start(api.arguments(api.lineToStore()), "-XX:TieredStopAtLevel=4", "-XX:+UseSerialGC")) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                double byOwner = microsOf(instance, patient, patient);
                double byConsent = microsOf(instance, doctor.signedIn(), patient);
                if (round >= 0) {
                    own[round] = byOwner;
                    added[round] = byConsent - byOwner;
                }
            }
        }
        Arrays.sort(own);
        Arrays.sort(added);
        System.out.printf(
                "Microseconds of CPU that a decision by consent adds to the %.0f of a request, %d consents in the store:"
                        + " median %.0f, lower quartile %.0f, upper quartile %.0f%n",
                own[ROUNDS / 2], CONSENTS, added[ROUNDS / 2], added[ROUNDS / 4], added[ROUNDS * 3 / 4]);
    }

    /** The patient of the measurement is one of those who gave many. */
    private static void seed(SignedIn patient) {
        Mono<Void> others = Flux.range(0, OTHERS)
                .flatMap(
                        i -> Mono.fromCallable(api::newPatient)
                                .subscribeOn(Schedulers.boundedElastic())
                                .flatMap(other -> give(other, CONSENTS_OF_EACH)),
                        AT_ONCE)
                .then();
        give(patient, CONSENTS_OF_PATIENT).and(others).block(SEEDED_WITHIN);
    }

    /** As an act of the patient, who is not told of it. */
    private static Mono<Void> give(SignedIn patient, int many) {
        return Flux.range(0, many)
                .concatMap(consent -> api.bean(Consents.class)
                        .grant(
                                api.bean(Ids.class).next(),
                                ConsentState.granted(
                                        patient.patientId(),
                                        new Grantee(
                                                GranteeType.DOCTOR,
                                                UUID.randomUUID().toString()),
                                        Set.of(ConsentScope.RECORDS_READ),
                                        null,
                                        Instant.now())))
                .then()
                .contextWrite(new Caller(patient.accountId(), Role.PATIENT, patient.patientId()).actor()::into);
    }

    private double microsOf(ChildInstance instance, SignedIn caller, SignedIn patient) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + instance.port() + "/api/patients/" + patient.patientId() + "/records"))
                .header("Authorization", "Bearer " + caller.accessToken())
                .build();
        Duration before = instance.cpu();
        Flux.range(0, REQUESTS)
                .flatMap(
                        i -> Mono.fromFuture(() -> http.sendAsync(request, BodyHandlers.ofString()))
                                .doOnNext(answer -> {
                                    if (answer.statusCode() != 200) {
                                        throw new AssertionError("Expected 200, but it was " + answer.statusCode());
                                    }
                                }),
                        AT_ONCE)
                .then()
                .block(PATIENCE);
        return instance.cpu().minus(before).toNanos() / 1e3 / REQUESTS;
    }
}
