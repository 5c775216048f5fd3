package org.healthpassport.api.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ChildInstance;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Prints the time from the answer to a suspension, and to the revocation of a consent, until another process refuses whom it
 * concerns. The other process is asked over and over, so that it has looked just before.
 *
 * <p>Run it by {@code mvn -pl api-service -am test -Dtest=RefusalMeasurement -Dsurefire.failIfNoSpecifiedTests=false}; it is
 * no part of {@code verify}.
 */
class RefusalMeasurement {
    private static final int ROUNDS = 60;
    private static final int WARM_UP = 10;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void shouldPrintTheTimesUntilTheOtherProcessRefuses() throws IOException {
        try (EmbeddedStore store = new EmbeddedStore(Files.createDirectory(folder.resolve("store")));
                EmbeddedBroker broker = new EmbeddedBroker(Files.createDirectory(folder.resolve("broker")))) {
            store.start();
            broker.start();
            try (ChildInstance one = start(store, broker);
                    ChildInstance other = start(store, broker)) {
                String password =
                        Files.readString(folder.resolve("admin-password")).strip();
                InstanceClient administrator = InstanceClient.of(one.port()).logIn(ApiUnderTest.ADMIN_EMAIL, password);
                print("a suspension", () -> suspension(administrator, other));
                Clinic clinic = clinic(administrator, one.port());
                print("a revocation", () -> revocation(clinic, one, other));
            }
        }
    }

    private ChildInstance start(EmbeddedStore store, EmbeddedBroker broker) throws IOException {
        return ChildInstance.start(ApiUnderTest.arguments(
                folder, store.connectionString("healthpassport"), broker, Map.of("server.netty.idle-timeout", "60s")));
    }

    private static double suspension(InstanceClient administrator, ChildInstance other) {
        Map<String, Object> registration = ApiUnderTest.registration(newEmail());
        String accountId = registered(other.port(), registration).get("accountId");
        InstanceClient patient = logIn(other.port(), registration);
        return millisUntil(
                () -> patient.get("/api/me").status() == 401,
                () -> administrator
                        .post("/api/admin/accounts/" + accountId + "/suspension", Map.of())
                        .expect(204));
    }

    private static double revocation(Clinic clinic, ChildInstance one, ChildInstance other) {
        Map<String, Object> registration = ApiUnderTest.registration(newEmail());
        String path = "/api/patients/" + registered(one.port(), registration).get("patientId");
        InstanceClient patient = logIn(one.port(), registration);
        String consentId = patient.post(
                        path + "/consents",
                        Map.of(
                                "grantee",
                                Map.of("type", "DOCTOR", "id", clinic.doctorId()),
                                "scopes",
                                List.of("RECORDS_READ")))
                .expect(201)
                .json()
                .get("consentId")
                .asString();
        InstanceClient doctor = clinic.doctor().at(other.port());
        return millisUntil(
                () -> doctor.get(path + "/records").status() == 404,
                () -> patient.delete(path + "/consents/" + consentId).expect(204));
    }

    /** An active hospital and its doctor. */
    private static Clinic clinic(InstanceClient administrator, int port) {
        Map<String, Object> ofHospital = new HashMap<>(Map.of(
                "role",
                "HOSPITAL",
                "email",
                newEmail(),
                "password",
                ApiUnderTest.PASSWORD,
                "organizationName",
                "University Hospital"));
        Map<String, String> hospital = registered(port, ofHospital);
        administrator
                .post("/api/admin/accounts/" + hospital.get("accountId") + "/activation", Map.of())
                .expect(204);
        Map<String, Object> ofDoctor = new HashMap<>(ApiUnderTest.registration(newEmail()));
        ofDoctor.remove("birthDate");
        ofDoctor.putAll(Map.of("role", "DOCTOR", "licenseNumber", "L 1234", "hospitalId", hospital.get("hospitalId")));
        String doctorId = registered(port, ofDoctor).get("accountId");
        logIn(port, ofHospital)
                .post("/api/hospitals/" + hospital.get("hospitalId") + "/doctors/" + doctorId + "/activation", Map.of())
                .expect(204);
        return new Clinic(doctorId, logIn(port, ofDoctor));
    }

    private static Map<String, String> registered(int port, Map<String, Object> registration) {
        JsonNode answer =
                InstanceClient.of(port).register(registration).expect(201).json();
        Map<String, String> ids = new HashMap<>();
        answer.properties()
                .forEach(member -> ids.put(member.getKey(), member.getValue().asString("")));
        return ids;
    }

    private static InstanceClient logIn(int port, Map<String, Object> registration) {
        return InstanceClient.of(port).logIn((String) registration.get("email"), ApiUnderTest.PASSWORD);
    }

    private static String newEmail() {
        return UUID.randomUUID() + "@example.org";
    }

    /** The milliseconds from the answer to the end of a right until the refusal. */
    private static double millisUntil(BooleanSupplier refused, Runnable end) {
        if (refused.getAsBoolean()) {
            throw new AssertionError("Expected no refusal before the end, but there was one");
        }
        CompletableFuture<Long> refusedAt = CompletableFuture.supplyAsync(() -> firstRefusal(refused));
        end.run();
        long answer = System.nanoTime();
        return (refusedAt.join() - answer) / 1e6;
    }

    private static long firstRefusal(BooleanSupplier refused) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!refused.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Expected a refusal within " + LONGEST + ", but there was none");
            }
        }
        return System.nanoTime();
    }

    private static void print(String what, DoubleSupplier round) {
        for (int i = 0; i < WARM_UP; i++) {
            round.getAsDouble();
        }
        double[] millis = DoubleStream.generate(round).limit(ROUNDS).sorted().toArray();
        System.out.printf(
                "Milliseconds from the answer to %s until the other process refuses: median %.1f, 90th percentile %.1f,"
                        + " most %.1f%n",
                what, millis[ROUNDS / 2], millis[ROUNDS * 9 / 10], millis[ROUNDS - 1]);
    }

    private record Clinic(String doctorId, InstanceClient doctor) {}
}
