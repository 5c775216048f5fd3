package org.healthpassport.api.record.read;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.api.record.key.ClinicalTime;
import org.healthpassport.fhir.catalog.DateBounds;

/**
 * A condition on the clinical date, as in FHIR's date search (R4, 3.1.1.4.7). Both dates are ranges, as long as their
 * precision or the period; a period whose start or end is not known has no bound there.
 */
record DateCondition(Prefix prefix, DateBounds value) {
    private static final Pattern FORM = Pattern.compile("([a-z]{2})?([0-9].*)");
    private static final Pattern WITHOUT_ZONE = Pattern.compile("[^T]*T[0-9:.]*");

    /** Reads a value of the parameter {@code date}; refused with {@link FilterRefusal.UnreadableDate}. */
    static DateCondition of(String text) {
        Matcher form = FORM.matcher(text);
        return Optional.of(form)
                .filter(Matcher::matches)
                .flatMap(parts -> DateBounds.of(inZone(parts.group(2))))
                .flatMap(value -> Prefix.of(form.group(1) == null ? "eq" : form.group(1))
                        .map(prefix -> new DateCondition(prefix, value)))
                .orElseThrow(new FilterRefusal.UnreadableDate()::asException);
    }

    private static String inZone(String date) {
        return WITHOUT_ZONE.matcher(date).matches() ? date + 'Z' : date;
    }

    boolean holds(ClinicalTime time) {
        Instant first = time.first() == null ? Instant.MIN : time.first();
        Instant last = time.last() == null ? Instant.MAX : time.last();
        boolean contains = !first.isBefore(value.first()) && !last.isAfter(value.last());
        return switch (prefix) {
            case EQ -> contains;
            case NE -> !contains;
            case GT -> last.isAfter(value.last());
            case LT -> first.isBefore(value.first());
            case GE -> last.isAfter(value.last()) || contains;
            case LE -> first.isBefore(value.first()) || contains;
            case SA -> first.isAfter(value.last());
            case EB -> last.isBefore(value.first());
        };
    }

    /** The relation of the record's date to the value. */
    enum Prefix {
        /** Lies in it. */
        EQ,
        /** Does not lie in it. */
        NE,
        /** Goes on after it. */
        GT,
        /** Begins before it. */
        LT,
        GE,
        LE,
        /** Starts after it. */
        SA,
        /** Ends before it. */
        EB;

        static Optional<Prefix> of(String letters) {
            for (Prefix prefix : values()) {
                if (prefix.name().toLowerCase(Locale.ROOT).equals(letters)) {
                    return Optional.of(prefix);
                }
            }
            return Optional.empty();
        }
    }
}
