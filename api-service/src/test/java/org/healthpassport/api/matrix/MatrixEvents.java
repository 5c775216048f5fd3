package org.healthpassport.api.matrix;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.events.Event;
import org.healthpassport.events.Topics;

/** The events that many requests leave, also those that nobody expects. */
final class MatrixEvents {
    private MatrixEvents() {}

    /** @param ask sends the requests, and gives the ids of those that should leave an event */
    static List<Event> during(ApiUnderTest api, Supplier<Set<String>> ask) {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS, Topics.IDENTITY, Topics.PATIENT)) {
            String first = mark(api);
            Set<String> expected = ask.get();
            String last = mark(api);
            return await(recorded, first, last, expected).stream()
                    .filter(MatrixEvents::isOfRequest)
                    .toList();
        }
    }

    private static List<Event> await(RecordedEvents recorded, String first, String last, Set<String> expected) {
        try {
            return recorded.seenWhen(seen -> isComplete(seen, first, last)
                    && seen.stream()
                            .map(Event::correlationId)
                            .collect(Collectors.toSet())
                            .containsAll(expected));
        } catch (ConditionTimeoutException missing) {
            // The comparison tells which.
            return recorded.seenWhen(seen -> true);
        }
    }

    /** False for an event that another one caused, such as of a notification. */
    private static boolean isOfRequest(Event event) {
        return event.causationId() == null;
    }

    /** True if all access events between two are there; their producer numbers them without gaps. */
    private static boolean isComplete(List<Event> seen, String first, String last) {
        Map<String, Event> byRequest = new HashMap<>();
        seen.stream().filter(MatrixEvents::isOfRequest).forEach(event -> byRequest.put(event.correlationId(), event));
        Event from = byRequest.get(first);
        Event to = byRequest.get(last);
        return from != null
                && to != null
                && seen.stream()
                                .filter(event -> event.subject().equals(from.subject())
                                        && event.sequence() >= from.sequence()
                                        && event.sequence() <= to.sequence())
                                .count()
                        == to.sequence() - from.sequence() + 1;
    }

    /** Leaves one access event; gives its request id. */
    private static String mark(ApiUnderTest api) {
        String requestId = UUID.randomUUID().toString();
        api.client()
                .get()
                .uri("/api/me")
                .header("X-Request-Id", requestId)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody();
        return requestId;
    }
}
