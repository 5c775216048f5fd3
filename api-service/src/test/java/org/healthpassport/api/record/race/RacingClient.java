package org.healthpassport.api.record.race;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.healthpassport.api.record.race.Connection.Answer;
import org.healthpassport.api.record.race.Operation.Manner;
import org.healthpassport.api.record.race.Request.Kind;

/** Does one random thing after the other to the records of a round, until its time is over. */
final class RacingClient implements Callable<Void> {
    /** As long as a few changes of others take. */
    private static final Duration FOR_OTHERS = Duration.ofMillis(300);

    private static final String EXPECT_CONTINUE = "Expect: 100-continue\r\n";

    private final Round round;
    private final Random random;
    private final long until;

    RacingClient(Round round, Random random, long until) {
        this.round = round;
        this.random = random;
        this.until = until;
    }

    @Override
    public Void call() throws Exception {
        while (System.nanoTime() < until) {
            int dice = random.nextInt(100);
            if (dice < 18) {
                sendSlowly(round.subject(random));
            } else if (dice < 32) {
                sendInOneGo(round.subject(random));
            } else if (dice < 36) {
                send(round.request(Kind.CREATE, round.patient(random), "", 0));
            } else if (dice < 64) {
                send(amendment(round.subject(random)));
            } else if (dice < 66) {
                send(deletion(round.subject(random)));
            } else {
                send(reading(round.subject(random)));
            }
        }
        return null;
    }

    private Request amendment(Subject subject) {
        return about(subject, Kind.AMEND, mostlyRight(subject));
    }

    private Request deletion(Subject subject) {
        return about(subject, Kind.DELETE, mostlyRight(subject));
    }

    private Request about(Subject subject, Kind kind, long version) {
        return round.request(kind, subject.patient(), subject.recordId(), version);
    }

    private Request reading(Subject subject) {
        return switch (random.nextInt(4)) {
            case 0 -> round.request(Kind.LIST, subject.patient(), "", 0);
            case 1 -> about(subject, Kind.HISTORY, 0);
            case 2 -> about(subject, Kind.READ_VERSION, 1 + random.nextInt((int) subject.newest() + 2));
            default -> about(subject, Kind.READ, 0);
        };
    }

    /** The newest version, or now and then one before or behind it. */
    private long mostlyRight(Subject subject) {
        int dice = random.nextInt(10);
        long newest = subject.newest();
        return dice < 6 ? newest : dice < 8 ? newest + 1 : Math.max(1, newest - 1 - random.nextInt(2));
    }

    private void send(Request request) throws IOException {
        round.ask(round.port(random), request);
    }

    /** The version that the request says to have seen is right, stale or to come when its body is complete. */
    private void sendSlowly(Subject subject) throws IOException, InterruptedException {
        long before = subject.newest();
        Request request = about(subject, Kind.AMEND, before + (random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(2)));
        String body = request.body();
        int half = body.length() / 2;
        try (Connection connection = Connection.to(round.port(random))) {
            long began = System.nanoTime();
            if (random.nextBoolean()) {
                connection.send(request.head(EXPECT_CONTINUE));
                Optional<Answer> refusal = connection.awaitContinue();
                if (refusal.isPresent()) {
                    round.keep(request, Manner.SLOW, began, refusal.get());
                    return;
                }
                connection.send(body.substring(0, half));
            } else {
                connection.send(request.head("") + body.substring(0, half));
            }
            if (random.nextBoolean()) {
                send(about(subject, Kind.AMEND, before));
            } else {
                subject.awaitNewerThan(before, FOR_OTHERS);
            }
            sendIfWanted(connection, body.substring(half));
            round.keep(request, Manner.SLOW, began, connection);
        }
    }

    /** A server that has refused already need not read the rest. */
    private static void sendIfWanted(Connection connection, String rest) {
        try {
            connection.send(rest);
        } catch (IOException refusedAlready) {
            // The answer, or that there is none, says more.
            return;
        }
    }

    /** Changes that build upon each other, and whatever else, before any answer was read. */
    private void sendInOneGo(Subject subject) throws IOException {
        List<Request> requests = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        long version = subject.newest();
        for (int left = 2 + random.nextInt(3); left > 0; left--) {
            int dice = random.nextInt(40);
            Request request = dice < 26
                    ? about(subject, Kind.AMEND, version++)
                    : dice < 27 ? about(subject, Kind.DELETE, version) : reading(subject);
            requests.add(request);
            text.append(request.head("")).append(request.body());
        }
        try (Connection connection = Connection.to(round.port(random))) {
            long began = System.nanoTime();
            connection.send(text.toString());
            for (Request request : requests) {
                round.keep(request, Manner.PIPELINED, began, connection);
            }
        }
    }
}
