package org.healthpassport.fhir.path.value;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A date or time with any precision: a year, a month, a day, or a moment.
 *
 * @param date the known part of the date, as it was written
 * @param moment seconds since 1970; null if no time is known
 */
record PartialDate(String date, @Nullable BigDecimal moment) {
    private static final int MINUTE_LENGTH = "2021-02-28T23:59".length();

    /** @param text in the format of {@code dateTime}, with a day that exists */
    static PartialDate parse(String text) {
        int time = text.indexOf('T');
        if (time < 0) {
            return new PartialDate(text, null);
        }
        int zone = Math.max(text.indexOf('Z'), Math.max(text.lastIndexOf('+'), text.indexOf('-', time)));
        // Parsed separately, as a leap second has the number 60, and a fraction any number of digits.
        BigDecimal seconds = new BigDecimal(text.substring(MINUTE_LENGTH + 1, zone));
        long minute = OffsetDateTime.parse(text.substring(0, MINUTE_LENGTH) + text.substring(zone))
                .toEpochSecond();
        return new PartialDate(text.substring(0, time), seconds.add(BigDecimal.valueOf(minute)));
    }

    /** The order of two dates; empty if the less precise one includes the other. */
    OptionalInt compare(PartialDate other) {
        if (moment != null && other.moment != null) {
            return OptionalInt.of(moment.compareTo(other.moment));
        }
        int known = Math.min(date.length(), other.date.length());
        int sign = date.substring(0, known).compareTo(other.date.substring(0, known));
        boolean equallyPrecise = date.length() == other.date.length() && (moment == null) == (other.moment == null);
        return sign == 0 && !equallyPrecise ? OptionalInt.empty() : OptionalInt.of(sign);
    }
}
