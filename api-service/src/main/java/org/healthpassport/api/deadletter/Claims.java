package org.healthpassport.api.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthpassport.api.ids.Ids;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.bus.deadletter.DeadLetterHeaders;
import org.healthpassport.events.EventType;

/**
 * The headers of a dead letter as they are safe to be kept and shown. Who can write to the topic writes headers: nothing of
 * them is taken that is not of the form in which our own services write it.
 */
final class Claims {
    static final String UNREADABLE = "unreadable";

    private static final int LONGEST_REASON = 500;
    /** A class and the place in it, or one of our own refusals, whose messages are made without the record. */
    private static final Pattern PLACE = Pattern.compile("[\\w.$]+( at [\\w.$/@<>-]+\\([\\w.$: -]+\\))?");

    private static final Pattern REFUSAL = Pattern.compile("Expected [A-Za-z0-9 ,.:;_'/-]+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    /** By how much clocks may differ, and longer than a record is tried before it is put aside. */
    private static final Duration NEAR = Duration.ofDays(1);

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final DeadLetter letter;

    Claims(DeadLetter letter) {
        this.letter = letter;
    }

    /** One of the types that there are. */
    Optional<String> type() {
        return letter.type().flatMap(EventType::ofCeType).map(EventType::ceType);
    }

    /** The id of an aggregate. */
    Optional<String> subject() {
        return letter.subject().filter(Ids::isId);
    }

    /** Why it was put aside, {@value #UNREADABLE} where none of our services wrote it like that. */
    String reason() {
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

    /** When the broker took it, in the years that a list can be sorted by. */
    Instant keptSince() {
        Instant since = letter.keptSince();
        return since.isBefore(Instant.EPOCH) || since.isAfter(LATEST) ? Instant.EPOCH : since;
    }

    /** When it was put aside: where that is no likely time, when the broker took it. */
    Instant at() {
        Instant at = letter.at();
        Instant since = keptSince();
        return at.isAfter(since.minus(NEAR)) && at.isBefore(since.plus(NEAR)) ? at : since;
    }
}
