package org.healthpassport.api.deadletter.kept;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.bus.deadletter.DeadLetterHeaders;
import org.healthpassport.events.EventType;

/**
 * Reads the headers of a dead letter in a form that is safe to store and show. Anybody who can write to the topic can
 * write headers, so only values in the form of our own services are accepted.
 */
public final class SafeHeaders {
    static final String UNREADABLE = "unreadable";

    private static final int LONGEST_REASON = 500;
    /** A class and a place in it, or one of our own refusals, whose messages never contain data of the record. */
    private static final Pattern PLACE = Pattern.compile("[\\w.$]+( at [\\w.$/@<>-]+\\([\\w.$: -]+\\))?");

    private static final Pattern REFUSAL = Pattern.compile("Expected [A-Za-z0-9 ,.:;_'/-]+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    /** Covers the differences between clocks, and the time for which a record is tried before it is put aside. */
    private static final Duration NEAR = Duration.ofDays(1);

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final DeadLetter letter;

    public SafeHeaders(DeadLetter letter) {
        this.letter = letter;
    }

    /** The event type, if it is a known one. */
    Optional<String> type() {
        return letter.type().flatMap(EventType::ofCeType).map(EventType::ceType);
    }

    /** The id of the aggregate. */
    Optional<String> subject() {
        return letter.subject().filter(Ids::isId);
    }

    /** The reason for putting it aside; {@value #UNREADABLE} if it is not in the form of our services. */
    public String reason() {
        String reason = letter.reason();
        return reason.length() <= LONGEST_REASON
                        && (PLACE.matcher(reason).matches()
                                || REFUSAL.matcher(reason).matches())
                ? reason
                : UNREADABLE;
    }

    Optional<Integer> attempts() {
        return letter.header(DeadLetterHeaders.ATTEMPTS)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Integer::valueOf);
    }

    /** The broker's time of the dead letter, limited to years by which a list can be sorted. */
    Instant keptSince() {
        Instant since = letter.keptSince();
        return since.isBefore(Instant.EPOCH) || since.isAfter(LATEST) ? Instant.EPOCH : since;
    }

    /** The time at which it was put aside; if that is not plausible, the broker's time. */
    public Instant at() {
        Instant at = letter.at();
        Instant since = keptSince();
        return at.isAfter(since.minus(NEAR)) && at.isBefore(since.plus(NEAR)) ? at : since;
    }
}
