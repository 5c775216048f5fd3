package org.healthpassport.fhir.catalog;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The matter that a record is about: a substance, a disease, a test. It does not depend on the order of codings.
 *
 * @param text for people, in the words of the author if there are any; empty if the record does not say
 * @param codings of everything that it names
 */
public record SubjectMatter(String text, List<Coding> codings) {
    private static final SubjectMatter NOTHING = new SubjectMatter("", List.of());

    /** The first element that says something. */
    static SubjectMatter of(RecordType type, JsonNode resource, JsonNode contained) {
        return type.about().stream()
                .map(path -> together(TypedValue.at(type.definition(), resource, path)
                        .map(value -> of(value, contained))
                        .toList()))
                .filter(SubjectMatter::saysSomething)
                .findFirst()
                .orElse(NOTHING);
    }

    private static SubjectMatter of(TypedValue value, JsonNode contained) {
        return switch (value.type()) {
            case "CodeableConcept" -> concept(value);
            case "Coding" -> coded(Coding.of(value.node()).toList(), "");
            case "Reference" -> target(value, contained);
            case "HumanName" -> words(name(value));
            default -> words(TypedValue.textOf(value.node()));
        };
    }

    private static SubjectMatter concept(TypedValue concept) {
        return coded(Coding.ofConcept(concept.node()), concept.text("text"));
    }

    private static SubjectMatter coded(List<Coding> codings, String text) {
        String ofCodings = codings.isEmpty() ? "" : codings.get(0).text();
        return new SubjectMatter(text.isEmpty() ? ofCodings : text, codings);
    }

    /** The subject matter of a contained resource; of others, only the text is known here. */
    private static SubjectMatter target(TypedValue reference, JsonNode contained) {
        String uri = reference.text("reference");
        String display = reference.text("display");
        return contained
                .valueStream()
                .filter(resource -> uri.equals("#" + TypedValue.textOf(resource.path("id"))))
                .findFirst()
                .flatMap(resource -> RecordType.of(TypedValue.textOf(resource.path("resourceType")))
                        .map(type -> of(type, resource, MissingNode.getInstance())))
                .map(found -> found.text.isEmpty() ? new SubjectMatter(display, found.codings) : found)
                .orElse(words(display));
    }

    private static String name(TypedValue name) {
        String text = name.text("text");
        return text.isEmpty()
                ? Stream.concat(
                                name.node().path("given").valueStream(),
                                Stream.of(name.node().path("family")))
                        .map(TypedValue::textOf)
                        .filter(Predicate.not(String::isEmpty))
                        .collect(Collectors.joining(" "))
                : text;
    }

    private static SubjectMatter words(String text) {
        return new SubjectMatter(text, List.of());
    }

    private static SubjectMatter together(List<SubjectMatter> parts) {
        return new SubjectMatter(
                parts.stream()
                        .map(SubjectMatter::text)
                        .filter(Predicate.not(String::isEmpty))
                        .distinct()
                        .collect(Collectors.joining(", ")),
                parts.stream().flatMap(part -> part.codings.stream()).toList());
    }

    private boolean saysSomething() {
        return !text.isEmpty() || !codings.isEmpty();
    }

    @Override
    public String toString() {
        return "SubjectMatter[...]";
    }
}
