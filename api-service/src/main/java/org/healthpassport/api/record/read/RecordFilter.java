package org.healthpassport.api.record.read;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.key.ClinicalTime;
import org.healthpassport.api.record.key.Token;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * Selects records of a patient, and their order. The time of a record is that of its first version, when it was filed in
 * the passport; its clinical date is the one at which it was true of the patient.
 *
 * @param code of what they are about
 * @param from included
 * @param to included
 * @param dates conditions on the clinical date, which all hold; records without a date fulfil none
 * @param byDate true for the order of clinical dates, false for the order of filing
 */
record RecordFilter(
        @Nullable RecordType type,
        @Nullable Token code,
        Instant from,
        Instant to,
        List<DateCondition> dates,
        boolean byDate) {

    RecordFilter {
        dates = List.copyOf(dates);
    }

    /** As below, whatever the clinical date. */
    static RecordFilter of(@Nullable String type, @Nullable String code, @Nullable String from, @Nullable String to) {
        return of(type, code, from, to, List.of(), null);
    }

    /**
     * Reads the query parameters; refused with a {@link FilterRefusal}.
     *
     * @param code a {@link Token} without escapes
     * @param from RFC 3339 date or time; a date means the start of the day in UTC
     * @param to the same, but a date means the end of the day
     * @param sort {@code date} for the order of clinical dates, or null
     * @param date FHIR dates of any precision, each with a prefix or none, such as {@code ge2026-05}
     */
    static RecordFilter of(
            @Nullable String type,
            @Nullable String code,
            @Nullable String from,
            @Nullable String to,
            List<@Nullable String> date,
            @Nullable String sort) {
        if (sort != null && !sort.equals("date")) {
            throw new FilterRefusal.UnknownOrder().asException();
        }
        return new RecordFilter(
                type == null ? null : RecordType.of(type).orElseThrow(new FilterRefusal.UnknownType()::asException),
                code == null ? null : Token.of(code),
                from == null ? Instant.MIN : time(from, LocalTime.MIN),
                to == null ? Instant.MAX : time(to, LocalTime.MAX),
                date.stream()
                        .map(condition -> DateCondition.of(Objects.requireNonNullElse(condition, "")))
                        .toList(),
                sort != null);
    }

    /** The page of the patient's list with this filter; refused if its cursor is one of another list. */
    PageRequest pageOf(String patientId, PageRequest page) {
        return page.in("records", patientId, type, code == null ? null : code.text(), from, to, dates, byDate);
    }

    /** False for a record that is too early: the newest come first, so all that follow are too early as well. */
    boolean isLateEnough(ListedAggregate<HealthRecordState> listed) {
        return !listed.position().time().isBefore(from);
    }

    /** For a record that cannot be read, only the time is known; everything else is taken to match. */
    boolean matches(ListedAggregate<HealthRecordState> listed) {
        return isLateEnough(listed)
                && !listed.position().time().isAfter(to)
                && listed.aggregate().mayBe(record -> matches(record.state()));
    }

    private boolean matches(HealthRecordState state) {
        return !state.deleted()
                && (type == null || type == state.type())
                && (code == null || state.keys().codes().stream().anyMatch(coding -> coding.isMeantBy(code)))
                && (dates.isEmpty() || matches(state.keys().time()));
    }

    private boolean matches(@Nullable ClinicalTime time) {
        return time != null && dates.stream().allMatch(date -> date.holds(time));
    }

    private static Instant time(String text, LocalTime ofDate) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atTime(ofDate).toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw new FilterRefusal.UnreadableTime().asException();
        }
    }
}
