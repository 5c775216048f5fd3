package org.healthpassport.api.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ChildInstance;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints the time from the answer to a suspension until another process refuses the token of the account. The other
 * process is asked over and over, so that it has looked at the account just before.
 *
 * <p>Run it by {@code mvn -pl api-service -am test -Dtest=SuspensionMeasurement -Dsurefire.failIfNoSpecifiedTests=false};
 * it is no part of {@code verify}.
 */
class SuspensionMeasurement {
    private static final int ROUNDS = 60;
    private static final int WARM_UP = 10;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void shouldPrintTheTimeUntilTheOtherProcessRefuses() throws IOException {
        try (EmbeddedStore store = new EmbeddedStore(Files.createDirectory(folder.resolve("store")));
                EmbeddedBroker broker = new EmbeddedBroker(Files.createDirectory(folder.resolve("broker")))) {
            store.start();
            broker.start();
            try (ChildInstance one = start(store, broker);
                    ChildInstance other = start(store, broker)) {
                String password =
                        Files.readString(folder.resolve("admin-password")).strip();
                InstanceClient administrator = InstanceClient.of(one.port()).logIn(ApiUnderTest.ADMIN_EMAIL, password);
                double[] afterAnswer = new double[ROUNDS];
                double[] afterRequest = new double[ROUNDS];
                for (int round = -WARM_UP; round < ROUNDS; round++) {
                    double[] took = round(administrator, other);
                    if (round >= 0) {
                        afterRequest[round] = took[0];
                        afterAnswer[round] = took[1];
                    }
                }
                print("after the answer", afterAnswer);
                print("after the request", afterRequest);
            }
        }
    }

    private ChildInstance start(EmbeddedStore store, EmbeddedBroker broker) throws IOException {
        return ChildInstance.start(ApiUnderTest.arguments(
                folder, store.connectionString("healthpassport"), broker, Map.of("server.netty.idle-timeout", "60s")));
    }

    /** The milliseconds from the request and from its answer until the other one refuses. */
    private static double[] round(InstanceClient administrator, ChildInstance other) {
        String email = UUID.randomUUID() + "@example.org";
        String accountId = InstanceClient.of(other.port())
                .register(ApiUnderTest.registration(email))
                .expect(201)
                .json()
                .get("accountId")
                .asString();
        InstanceClient patient = InstanceClient.of(other.port()).logIn(email, ApiUnderTest.PASSWORD);
        patient.get("/api/me").expect(200);
        CompletableFuture<Long> refused = CompletableFuture.supplyAsync(() -> refusedAt(patient));
        long request = System.nanoTime();
        administrator
                .post("/api/admin/accounts/" + accountId + "/suspension", Map.of())
                .expect(204);
        long answer = System.nanoTime();
        long at = refused.join();
        return new double[] {(at - request) / 1e6, (at - answer) / 1e6};
    }

    private static long refusedAt(InstanceClient patient) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (patient.get("/api/me").status() != 401) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Expected a refusal within " + LONGEST + ", but there was none");
            }
        }
        return System.nanoTime();
    }

    private static void print(String from, double... millis) {
        Arrays.sort(millis);
        System.out.printf(
                "Milliseconds until the other process refuses, %s: median %.1f, 90th percentile %.1f, most %.1f%n",
                from, millis[ROUNDS / 2], millis[ROUNDS * 9 / 10], millis[ROUNDS - 1]);
    }
}
