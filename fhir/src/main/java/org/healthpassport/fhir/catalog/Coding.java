package org.healthpassport.fhir.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A coding of a subject matter; as sensitive as the record itself.
 *
 * @param system empty if there is none, like every other part
 * @param chosen true if a person chose this coding, and a program added the others
 */
public record Coding(String system, String code, String display, boolean chosen) {
    /**
     * The order for people: the one that a person chose, those with a display, and then by system, where registered URLs
     * stand before the OIDs of local systems.
     */
    private static final Comparator<Coding> ORDER = Comparator.comparing((Coding coding) -> !coding.chosen)
            .thenComparing(coding -> coding.display.isEmpty())
            .thenComparing(Coding::system)
            .thenComparing(Coding::code)
            .thenComparing(Coding::display);

    /** The codings of a CodeableConcept in an order that does not depend on theirs, which has no meaning. */
    static List<Coding> ofConcept(JsonNode concept) {
        return concept.path("coding")
                .valueStream()
                .flatMap(Coding::of)
                .sorted(ORDER)
                .toList();
    }

    /** The one coding; none if it says nothing. */
    static Stream<Coding> of(JsonNode coding) {
        Coding read = new Coding(
                TypedValue.textOf(coding.path("system")),
                TypedValue.textOf(coding.path("code")),
                TypedValue.textOf(coding.path("display")),
                coding.path("userSelected").asBoolean(false));
        return Stream.of(read).filter(one -> !(one.system.isEmpty() && one.code.isEmpty() && one.display.isEmpty()));
    }

    /** The text for people: the display, or else the code. */
    String text() {
        return display.isEmpty() ? code : display;
    }

    @Override
    public String toString() {
        return "Coding[...]";
    }
}
