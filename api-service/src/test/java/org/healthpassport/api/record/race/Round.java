package org.healthpassport.api.record.race;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.record.race.Connection.Answer;
import org.healthpassport.api.record.race.Operation.Manner;
import org.healthpassport.api.record.race.Request.Kind;
import org.jspecify.annotations.Nullable;

/** Patients and their records, over which clients race for a while, and everything that these did. */
final class Round {
    private static final int CLIENTS = 10;
    /** Most are about a record that is not deleted. */
    private static final int DRAWS = 3;

    private final List<Integer> ports;
    private final List<SignedIn> patients;
    private final List<Subject> subjects = new CopyOnWriteArrayList<>();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** @param ports of the instances */
    Round(List<Integer> ports, List<SignedIn> patients) {
        this.ports = ports;
        this.patients = patients;
    }

    /** Returns when all clients have done what they did last. */
    void race(long seed, Duration duration) throws Exception {
        for (SignedIn patient : patients) {
            int before = subjects.size();
            while (subjects.size() == before) {
                ask(ports.get(0), request(Kind.CREATE, patient, "", 0));
            }
        }
        long until = System.nanoTime() + duration.toNanos();
        List<RacingClient> clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> new RacingClient(this, new Random(seed * CLIENTS + client), until))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    Collection<Operation> operations() {
        return operations;
    }

    List<SignedIn> patients() {
        return patients;
    }

    List<Integer> ports() {
        return ports;
    }

    Request request(Kind kind, SignedIn patient, String recordId, long version) {
        return new Request(kind, patient, numbers.incrementAndGet(), recordId, version);
    }

    SignedIn patient(Random random) {
        return patients.get(random.nextInt(patients.size()));
    }

    Subject subject(Random random) {
        List<Subject> now = new ArrayList<>(subjects);
        Subject drawn = now.get(random.nextInt(now.size()));
        for (int draw = 1; draw < DRAWS && drawn.isGone(); draw++) {
            drawn = now.get(random.nextInt(now.size()));
        }
        return drawn;
    }

    /** Of one of the instances. */
    int port(Random random) {
        return ports.get(random.nextInt(ports.size()));
    }

    /** Sends a request as everybody does, and keeps what came of it. */
    Operation ask(int port, Request request) throws IOException {
        try (Connection connection = Connection.to(port)) {
            long began = System.nanoTime();
            connection.send(request.head("") + request.body());
            return keep(request, Manner.PLAIN, began, connection);
        }
    }

    /** Reads the answer, and keeps what came of the request. */
    Operation keep(Request request, Manner manner, long began, Connection connection) {
        Answer answer = null;
        try {
            answer = connection.answer();
        } catch (IOException unanswered) {
            // The judgement knows for which requests this may be.
        }
        return keep(request, manner, began, answer);
    }

    Operation keep(Request request, Manner manner, long began, @Nullable Answer answer) {
        Operation operation = new Operation(request, manner, began, answer, System.nanoTime());
        operations.add(operation);
        if (request.kind() == Kind.CREATE && operation.isAcknowledged()) {
            subjects.add(new Subject(request.patient(), operation.recordId()));
        }
        subjects.stream()
                .filter(subject -> subject.recordId().equals(operation.recordId()))
                .forEach(subject -> tell(subject, operation));
        return operation;
    }

    private static void tell(Subject subject, Operation operation) {
        if (operation.request().kind() != Kind.READ_VERSION) {
            subject.seen(operation.version());
            if (operation.status() == 204 || operation.status() == 410) {
                subject.gone();
            }
        }
    }
}
