package org.healthpassport.audit.search;

import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.healthpassport.audit.entry.Action;
import org.healthpassport.audit.entry.Outcome;

/**
 * The criteria of a search; an entry must meet all that are given.
 *
 * @param patient pseudonym
 * @param actor id of the account, or path of the service
 * @param types of which an entry has one; empty for all
 * @param from inclusive
 * @param to exclusive
 */
record EntryFilter(
        Optional<String> patient,
        Optional<String> actor,
        List<String> types,
        Optional<Action> action,
        Optional<Outcome> outcome,
        Optional<Instant> from,
        Optional<Instant> to) {

    EntryFilter {
        types = List.copyOf(types);
    }

    /** Tells whether all entries meet it. */
    boolean isEmpty() {
        return conditions().isEmpty();
    }

    List<Bson> conditions() {
        List<Bson> conditions = new ArrayList<>();
        patient.ifPresent(value -> conditions.add(Filters.eq(EntryRow.PATIENT, value)));
        actor.ifPresent(value -> conditions.add(Filters.eq(EntryRow.ACTOR, value)));
        if (!types.isEmpty()) {
            conditions.add(Filters.in(EntryRow.TYPE, types));
        }
        action.ifPresent(value -> conditions.add(Filters.eq(EntryRow.ACTION, value.code())));
        outcome.ifPresent(value -> conditions.add(Filters.eq(EntryRow.OUTCOME, value.code())));
        from.ifPresent(value -> conditions.add(Filters.gte(EntryRow.TIME, wholeMillis(value))));
        to.ifPresent(value -> conditions.add(Filters.lt(EntryRow.TIME, wholeMillis(value))));
        return conditions;
    }

    /** Entries have whole milliseconds, so an instant between two of them counts as the later one. */
    private static Date wholeMillis(Instant instant) {
        Instant whole = instant.truncatedTo(ChronoUnit.MILLIS);
        return Date.from(whole.equals(instant) ? whole : whole.plus(Duration.ofMillis(1)));
    }
}
