package org.healthpassport.api.sharing.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.fhir.catalog.ClinicalDate;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A record as one line of the narrative of a summary. */
final class RecordLine {
    private RecordLine() {}

    /** Such as {@code Penicillin (high criticality, active, confirmed): Hives, Nausea}. */
    static String of(ObjectNode resource) {
        Optional<ClinicalRecord> record = ClinicalRecord.of(resource);
        String title = record.map(known -> known.subjectMatter().text()).orElse("");
        List<String> details = new ArrayList<>();
        String criticality = resource.path("criticality").asString("");
        details.add(criticality.isEmpty() ? "" : criticality + " criticality");
        record.ifPresent(known -> known.statuses().forEach(status -> details.add(status.replace('-', ' '))));
        record.flatMap(ClinicalRecord::clinicalDate).map(RecordLine::date).ifPresent(details::add);
        String inParentheses = joined(details.stream());
        String reactions = joined(elements(resource.path("reaction"))
                .flatMap(reaction -> elements(reaction.path("manifestation")))
                .map(RecordLine::text));
        return (title.isEmpty() ? "Unnamed" : title)
                + (inParentheses.isEmpty() ? "" : " (" + inParentheses + ")")
                + (reactions.isEmpty() ? "" : ": " + reactions);
    }

    private static String date(ClinicalDate date) {
        return Stream.of(date.start(), date.end(), date.words())
                .filter(text -> !text.isEmpty())
                .findFirst()
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
