package org.healthpassport.api.patient;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A birth date as precise as it is known: FHIR's {@code date}, which is a year, a month or a day. Of many people only the
 * year is known.
 *
 * @param first the first day that it can be
 */
public record BirthDate(LocalDate first, Precision precision) {
    private static final Pattern FORM = Pattern.compile("[0-9]{4}(-[0-9]{2}){0,2}");
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    /** The precision of a date, with the length of its text. */
    public enum Precision {
        YEAR(4),
        MONTH(7),
        DAY(10);

        private final int length;

        Precision(int length) {
            this.length = length;
        }
    }

    /** Reads {@code 1980}, {@code 1980-05} or {@code 1980-05-17}; empty for any other text. */
    public static Optional<BirthDate> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (text.length()) {
                        case 4 -> new BirthDate(Year.parse(text).atDay(1), Precision.YEAR);
                        case 7 -> new BirthDate(YearMonth.parse(text).atDay(1), Precision.MONTH);
                        default -> new BirthDate(LocalDate.parse(text), Precision.DAY);
                    });
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** A date of a day. */
    public static BirthDate of(int year, int month, int day) {
        return new BirthDate(LocalDate.of(year, month, day), Precision.DAY);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static BirthDate stored(String text) {
        return parse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("Expected a date as it is stored, but it is another text"));
    }

    /** The text of the date, as precise as the date. */
    @JsonValue
    public String value() {
        return first.toString().substring(0, precision.length);
    }

    /** The rule that the date breaks, in words; empty if somebody alive on that day can have been born on it. */
    public Optional<String> objection(LocalDate today) {
        return first.isBefore(EARLIEST) || first.isAfter(today)
                ? Optional.of("must be between " + EARLIEST + " and today")
                : Optional.empty();
    }

    /** Hides the date, which is personal data; use {@link #value()} to get it. */
    @Override
    public String toString() {
        return "BirthDate[...]";
    }
}
