package org.healthpassport.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.healthpassport.benchmarks.load.Answer;
import org.healthpassport.benchmarks.load.Clients;
import org.healthpassport.benchmarks.load.Exchange;
import org.healthpassport.benchmarks.load.Request;
import org.healthpassport.benchmarks.load.Sample;
import org.healthpassport.benchmarks.load.Source;

/** Requests that prepare a measurement, and must succeed. Those that a busy product refuses for now are tried again. */
final class Api {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int ATTEMPTS = 10;
    private static final long BETWEEN_MILLIS = 500;

    private final Clients clients;

    Api(Clients clients) {
        this.clients = clients;
    }

    Answer call(Request request) throws InterruptedException {
        Answer answer = clients.call(request.keepingAnswer());
        for (int attempt = 1; attempt < ATTEMPTS && answer.status() != request.expected(); attempt++) {
            Thread.sleep(BETWEEN_MILLIS);
            answer = clients.call(request.keepingAnswer());
        }
        if (answer.status() != request.expected()) {
            throw unexpected(request.path(), answer.status() + ": " + answer.text());
        }
        return answer;
    }

    /** Sends all, some at a time. */
    void all(List<Exchange> exchanges, int atOnce) throws InterruptedException {
        List<Exchange> left = exchanges;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            List<Exchange> refused = new ArrayList<>();
            Source source = Source.of(
                    left.stream().map(exchange -> noting(exchange, refused)).toList());
            Sample sample = clients.closed(atOnce, source, LONGEST);
            if (sample.failures() > 0) {
                if (attempt == ATTEMPTS || refused.isEmpty()) {
                    throw unexpected(
                            exchanges.get(0).request().path(),
                            sample.failuresByAnswer().toString());
                }
                Thread.sleep(BETWEEN_MILLIS);
            }
            left = refused;
        }
    }

    private static Exchange noting(Exchange exchange, List<Exchange> refused) {
        return new Exchange(exchange.request(), answer -> {
            if (answer.status() == exchange.request().expected()) {
                exchange.then().accept(answer);
            } else {
                refused.add(exchange);
            }
        });
    }

    private static PreparationFailed unexpected(String what, String answer) {
        return new PreparationFailed("Expected " + what + " to succeed, but got " + answer);
    }
}
