package org.healthpassport.api.sharing.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.fhir.catalog.ClinicalDate;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.healthpassport.fhir.summary.Excerpt;
import org.healthpassport.fhir.summary.Mistakes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A record as one line of the narrative of a summary. */
final class RecordLine {
    private RecordLine() {}

    /**
     * Such as {@code Penicillin (high criticality, active, confirmed): Hives, Nausea}.
     *
     * @param things to which records refer, by their addresses
     */
    static String of(ObjectNode resource, Map<String, ObjectNode> things) {
        Optional<ClinicalRecord> record = ClinicalRecord.of(resource);
        String title = record.map(known -> title(known, resource, things)).orElse("");
        List<String> details = new ArrayList<>();
        details.add(resource.path("doNotPerform").asBoolean(false) ? "not to be done" : "");
        details.add(resource.path("modifierExtension").isEmpty() ? "" : "has an extension that changes its meaning");
        String criticality = resource.path("criticality").asString("");
        details.add(criticality.isEmpty() ? "" : criticality + " criticality");
        record.ifPresent(known -> known.statuses().forEach(status -> details.add(status.replace('-', ' '))));
        record.flatMap(ClinicalRecord::clinicalDate).map(RecordLine::date).ifPresent(details::add);
        String inParentheses = joined(details.stream());
        String reactions = joined(elements(resource.path("reaction"))
                .flatMap(reaction -> elements(reaction.path("manifestation")))
                .map(RecordLine::text));
        return (title.isEmpty() ? "Unnamed" : Excerpt.of(title))
                + (inParentheses.isEmpty() ? "" : " (" + inParentheses + ")")
                + (reactions.isEmpty() ? "" : ": " + Excerpt.of(reactions));
    }

    /** The subject matter, in the words of the record itself or else of the things to which it refers by it. */
    private static String title(ClinicalRecord record, ObjectNode resource, Map<String, ObjectNode> things) {
        String own = record.subjectMatter().text();
        return own.isEmpty()
                ? joined(record.type().about().stream()
                        .flatMap(name -> Stream.of(resource.path(name), resource.path(name + "Reference")))
                        .flatMap(Mistakes::references)
                        .flatMap(address -> Stream.ofNullable(things.get(address)))
                        .flatMap(thing -> ClinicalRecord.of(thing).stream())
                        .map(thing -> thing.subjectMatter().text()))
                : own;
    }

    private static String date(ClinicalDate date) {
        return Stream.of(date.start(), date.end(), date.words())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(Excerpt::of)
                .orElse("");
    }

    /** A {@code CodeableConcept} as text for people: its text, else the display of its first coding, else the code. */
    private static String text(JsonNode concept) {
        JsonNode coding = concept.path("coding").path(0);
        return firstKnown(
                concept.path("text").asString(""),
                coding.path("display").asString(""),
                coding.path("code").asString(""));
    }

    private static String firstKnown(String... texts) {
        return Stream.of(texts).filter(text -> !text.isBlank()).findFirst().orElse("");
    }

    private static String joined(Stream<String> texts) {
        return texts.filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return array.isArray() ? array.values().stream() : Stream.empty();
    }
}
