package org.healthpassport.fhir.catalog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first and the last instant that a date of any precision can mean, such as those of a year, or of a second; without
 * a time zone, it is one of UTC.
 */
public record DateBounds(Instant first, Instant last) {
    private static final Duration INSTANT = Duration.ofNanos(1);
    private static final Pattern DATE = Pattern.compile("([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?(T.{6,60})?");
    private static final Pattern TIME = Pattern.compile("T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(?:\\.([0-9]+))?.*");

    /** A leap second, which Java does not know. */
    private static final Pattern LEAP_SECOND = Pattern.compile("(T[0-9]{2}:[0-9]{2}:)60");

    /** Empty for a text that is no date. */
    public static Optional<DateBounds> of(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return Optional.empty();
        }
        try {
            if (date.group(4) != null) {
                Instant moment = OffsetDateTime.parse(LEAP_SECOND.matcher(text).replaceFirst("$159"))
                        .toInstant();
                return Optional.of(new DateBounds(
                        moment, moment.plus(precision(date.group(4))).minus(INSTANT)));
            }
            if (date.group(3) != null) {
                return Optional.of(days(text, Period.ofDays(1)));
            }
            return Optional.of(
                    date.group(2) == null
                            ? days(text + "-01-01", Period.ofYears(1))
                            : days(text + "-01", Period.ofMonths(1)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A minute, a second, or the last digit of its fraction. Zeros at its end count for nothing, and milliseconds are the
     * coarsest, so that .5, .50 and .500 are the same.
     */
    private static Duration precision(String time) {
        Matcher parts = TIME.matcher(time);
        if (!parts.matches() || parts.group(1) == null) {
            return Duration.ofMinutes(1);
        }
        if (parts.group(2) == null) {
            return Duration.ofSeconds(1);
        }
        Duration precision = Duration.ofMillis(1);
        for (int digit = 3; digit < withoutZeros(parts.group(2)); digit++) {
            precision = precision.dividedBy(10);
        }
        return precision;
    }

    /** The number of digits of a fraction, without the zeros at its end. */
    private static int withoutZeros(String fraction) {
        int digits = fraction.length();
        while (digits > 0 && fraction.charAt(digits - 1) == '0') {
            digits--;
        }
        return digits;
    }

    private static DateBounds days(String firstDay, Period length) {
        LocalDate day = LocalDate.parse(firstDay);
        return new DateBounds(start(day), start(day.plus(length)).minus(INSTANT));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
