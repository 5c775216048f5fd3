package org.healthpassport.api.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ChildInstance;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints the time that a read takes while nobody signs in, and while 200 people do so at once: one reader, who sends the
 * next request after each answer, in rounds that alternate. The service is a process of its own; store and broker belong
 * to the process of the clients.
 *
 * <p>Run it by {@code mvn -pl api-service -am test -Dtest=QueuedLoginsMeasurement
 * -Dsurefire.failIfNoSpecifiedTests=false}; it is no part of {@code verify}.
 */
class QueuedLoginsMeasurement {
    private static final int LOGINS = 200;
    private static final int ACCOUNTS = 20;
    private static final int ROUNDS = 4;
    private static final int WARM_UP = 1;
    private static final int IDLE_READS = 150;

    @TempDir
    Path folder;

    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final List<Double> idle = new ArrayList<>();
    private final List<Double> busy = new ArrayList<>();
    private double busySeconds;

    @Test
    void shouldPrintTheTimeOfReadsDuringLogins() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(LOGINS);
        try (EmbeddedStore store = new EmbeddedStore(Files.createDirectory(folder.resolve("store")));
                EmbeddedBroker broker = new EmbeddedBroker(Files.createDirectory(folder.resolve("broker")))) {
            store.start();
            broker.start();
            try (ChildInstance service = start(store, broker)) {
                List<String> emails = IntStream.range(0, ACCOUNTS)
                        .mapToObj(i -> register(service))
                        .toList();
                // Not one of those who sign in, as each account keeps its latest sessions only.
                InstanceClient reader =
                        InstanceClient.of(service.port()).logIn(register(service), ApiUnderTest.PASSWORD);
                for (int round = -WARM_UP; round < ROUNDS; round++) {
                    if (round == 0) {
                        idle.clear();
                        busy.clear();
                        answers.clear();
                        busySeconds = 0;
                    }
                    for (int i = 0; i < IDLE_READS; i++) {
                        idle.add(read(reader));
                    }
                    readDuringLogins(service, reader, emails, clients);
                }
            }
        } finally {
            clients.shutdownNow();
        }
        print("nobody signs in", idle);
        print(LOGINS + " sign in at once", busy);
        System.out.printf(
                "Answers to the logins: %s; seconds until all were answered: %.1f%n", answers, busySeconds / ROUNDS);
    }

    private ChildInstance start(EmbeddedStore store, EmbeddedBroker broker) throws IOException {
        return ChildInstance.start(
                ApiUnderTest.arguments(
                        folder,
                        store.connectionString("healthpassport"),
                        broker,
                        Map.of("server.netty.idle-timeout", "60s")),
                "-XX:TieredStopAtLevel=4");
    }

    private static String register(ChildInstance service) {
        String email = UUID.randomUUID() + "@example.org";
        InstanceClient.of(service.port())
                .register(ApiUnderTest.registration(email))
                .expect(201);
        return email;
    }

    private void readDuringLogins(
            ChildInstance service, InstanceClient reader, List<String> emails, ExecutorService clients)
            throws Exception {
        long start = System.nanoTime();
        List<Future<Integer>> logins = IntStream.range(0, LOGINS)
                .mapToObj(i -> clients.submit(() -> InstanceClient.of(service.port())
                        .post(
                                "/api/auth/login",
                                Map.of("email", emails.get(i % ACCOUNTS), "password", ApiUnderTest.PASSWORD))
                        .status()))
                .toList();
        while (!logins.stream().allMatch(Future::isDone)) {
            busy.add(read(reader));
        }
        busySeconds += (System.nanoTime() - start) / 1e9;
        for (Future<Integer> login : logins) {
            answers.merge(login.get(), 1, Integer::sum);
        }
    }

    /** Milliseconds. */
    private static double read(InstanceClient reader) {
        long start = System.nanoTime();
        reader.get("/api/me").expect(200);
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String when, List<Double> millis) {
        Collections.sort(millis);
        System.out.printf(
                "Milliseconds of a read while %s: median %.1f, p99 %.1f, most %.1f of %d%n",
                when,
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.get(millis.size() - 1),
                millis.size());
    }
}
