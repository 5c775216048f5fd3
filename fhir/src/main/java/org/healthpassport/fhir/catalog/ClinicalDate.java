package org.healthpassport.fhir.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The time at which a record was true of the patient, which is not the time of its filing.
 *
 * @param start as it was written, with its precision; empty if it is not known
 * @param end the same as the start for a moment; empty if it is not known or still to come
 * @param words of the author, such as "in childhood", if they stand before any date
 */
public record ClinicalDate(String start, String end, String words) {
    private static final ClinicalDate NONE = new ClinicalDate("", "", "");

    /** The first element that has a date; the first words, if there is none before them. */
    static Optional<ClinicalDate> of(RecordType type, JsonNode resource) {
        String words = "";
        for (String path : type.when()) {
            for (TypedValue value :
                    TypedValue.at(type.definition(), resource, path).toList()) {
                ClinicalDate date = of(value);
                words = words.isEmpty() ? date.words : words;
                if (date.hasDate()) {
                    return Optional.of(new ClinicalDate(date.start, date.end, words));
                }
            }
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(new ClinicalDate("", "", words));
    }

    /** The first instant that the start can mean; empty if it is not known. Days without a time zone are those of UTC. */
    public Optional<Instant> earliest() {
        return DateBounds.of(start).map(DateBounds::first);
    }

    /** The last instant that the end can mean; empty if there is no end. */
    public Optional<Instant> latest() {
        return DateBounds.of(end).map(DateBounds::last);
    }

    private static ClinicalDate of(TypedValue value) {
        return switch (value.type()) {
            case "date", "dateTime", "instant" -> moment(TypedValue.textOf(value.node()));
            case "Period" -> period(value.node());
            case "Timing" -> timing(value.node());
            case "string" -> new ClinicalDate("", "", TypedValue.textOf(value.node()));
            default -> NONE;
        };
    }

    private static ClinicalDate moment(String text) {
        return DateBounds.of(text).isPresent() ? new ClinicalDate(text, text, "") : NONE;
    }

    private static ClinicalDate period(JsonNode period) {
        return new ClinicalDate(
                moment(TypedValue.textOf(period.path("start"))).start,
                moment(TypedValue.textOf(period.path("end"))).end,
                "");
    }

    /** From the first to the last event; or else the bounds of the repetition. */
    private static ClinicalDate timing(JsonNode timing) {
        List<String> events = timing.path("event")
                .valueStream()
                .map(TypedValue::textOf)
                .filter(event -> DateBounds.of(event).isPresent())
                .toList();
        return events.isEmpty()
                ? period(timing.path("repeat").path("boundsPeriod"))
                : new ClinicalDate(
                        sorted(events, DateBounds::first).findFirst().orElseThrow(),
                        sorted(events, DateBounds::last)
                                .reduce((before, last) -> last)
                                .orElseThrow(),
                        "");
    }

    private static Stream<String> sorted(List<String> events, Function<DateBounds, Instant> bound) {
        return events.stream()
                .sorted(Comparator.comparing(
                        event -> DateBounds.of(event).map(bound).orElseThrow()));
    }

    private boolean hasDate() {
        return !start.isEmpty() || !end.isEmpty();
    }
}
