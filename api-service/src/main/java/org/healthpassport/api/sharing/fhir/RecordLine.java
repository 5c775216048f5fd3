package org.healthpassport.api.sharing.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A record as one line of the narrative of a summary. */
final class RecordLine {
    private RecordLine() {}

    /** Such as {@code Penicillin (high criticality, active, confirmed): Hives, Nausea}. */
    static String of(JsonNode resource) {
        String title = firstKnown(text(resource.path("code")), text(resource.path("medicationCodeableConcept")));
        List<String> details = new ArrayList<>();
        String criticality = resource.path("criticality").asString("");
        details.add(criticality.isEmpty() ? "" : criticality + " criticality");
        details.add(text(resource.path("clinicalStatus")));
        details.add(text(resource.path("verificationStatus")));
        String inParentheses = joined(details.stream());
        String reactions = joined(elements(resource.path("reaction"))
                .flatMap(reaction -> elements(reaction.path("manifestation")))
                .map(RecordLine::text));
        return (title.isEmpty() ? "Unnamed" : title)
                + (inParentheses.isEmpty() ? "" : " (" + inParentheses + ")")
                + (reactions.isEmpty() ? "" : ": " + reactions);
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
