package org.healthpassport.fhir.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.fhir.definition.CodeList;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.ElementDefinition;
import org.healthpassport.fhir.definition.TypeDefinition;
import tools.jackson.databind.JsonNode;

/**
 * An element that says whether a record holds: one with a required binding, or {@code active}.
 *
 * @param name such as {@code verificationStatus}
 * @param codes the codes that it is bound to; empty for {@code active}, which is a boolean
 */
public record StatusElement(String name, Optional<CodeList> codes) {
    private static final String ACTIVE = "active";

    static List<StatusElement> of(TypeDefinition type) {
        return type.elements().stream()
                .filter(StatusElement::isStatus)
                .map(element -> new StatusElement(
                        element.name(), Optional.ofNullable(element.binding()).map(Definitions.r4()::codeList)))
                .toList();
    }

    private static boolean isStatus(ElementDefinition element) {
        boolean status = element.name().equals("status") || element.name().endsWith("Status");
        return (status && element.binding() != null) || element.name().equals(ACTIVE);
    }

    /**
     * The codes that a record has for it. In a CodeableConcept, they are the codes of the bound value set, in whichever
     * coding they stand: the order of codings has no meaning (datatypes.html#CodeableConcept).
     */
    Stream<String> in(JsonNode record) {
        JsonNode value = record.path(name);
        if (value.isBoolean()) {
            return Stream.of(value.booleanValue() ? ACTIVE : "inactive");
        }
        return value.isString()
                ? Stream.of(value.stringValue())
                        .filter(code ->
                                codes.filter(list -> list.contains(code)).isPresent())
                : value.path("coding").valueStream().flatMap(this::bound);
    }

    private Stream<String> bound(JsonNode coding) {
        String code = TypedValue.textOf(coding.path("code"));
        return codes.filter(list -> list.contains(TypedValue.textOf(coding.path("system")), code))
                        .isPresent()
                ? Stream.of(code)
                : Stream.of();
    }
}
