package org.healthpassport.keymanagement;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Compares the clock of this machine with that of a service, as a wrong clock looks like wrong credentials. */
final class Clocks {
    /** Services accept less than that. */
    private static final Duration TOLERATED = Duration.ofMinutes(4);

    private Clocks() {}

    /** The time in the header {@code Date} of an answer. */
    static Optional<Instant> parse(Optional<String> date) {
        try {
            return date.map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** A sentence, if the clocks differ by minutes; else nothing. Begins with a blank. */
    static String words(Optional<Instant> ofService, Clock own) {
        return ofService
                .map(theirs -> Duration.between(theirs, own.instant()))
                .filter(difference -> difference.abs().compareTo(TOLERATED) > 0)
                .map(difference -> " The clock of this machine is %d minutes %s that of the service: set it."
                        .formatted(difference.abs().toMinutes(), difference.isNegative() ? "behind" : "ahead of"))
                .orElse("");
    }
}
