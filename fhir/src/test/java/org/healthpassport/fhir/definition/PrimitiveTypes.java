package org.healthpassport.fhir.definition;

import static org.healthpassport.fhir.definition.OfficialFiles.at;
import static org.healthpassport.fhir.definition.OfficialFiles.children;
import static org.healthpassport.fhir.definition.OfficialFiles.path;
import static org.healthpassport.fhir.definition.OfficialFiles.value;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.fhir.definition.TypeDefinition.Bounds;
import org.healthpassport.fhir.definition.TypeDefinition.JsonForm;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;
import org.w3c.dom.Element;

/**
 * Reads the rules of the official definitions for values of primitive types, some of which stand at a type that they
 * specialize.
 */
final class PrimitiveTypes {
    private static final String REGEX_EXTENSION = "http://hl7.org/fhir/StructureDefinition/regex";

    private final OfficialFiles official;

    PrimitiveTypes(OfficialFiles official) {
        this.official = official;
    }

    TypeDefinition condense(String name, List<ElementDefinition> elements, List<String> invariants) {
        return new TypeDefinition(
                name,
                Kind.PRIMITIVE,
                official.base(name).orElse(null),
                form(name),
                regex(name),
                inherited(name, "minValueInteger")
                        .map(least -> new Bounds(
                                Long.parseLong(least),
                                Long.parseLong(
                                        inherited(name, "maxValueInteger").orElseThrow())))
                        .orElse(null),
                inherited(name, "maxLength").map(Integer::valueOf).orElse(0),
                elements.stream()
                        .filter(element -> !element.name().equals("value"))
                        .toList(),
                invariants);
    }

    /** The official files call the value of {@code positiveInt} a string, though it specializes {@code integer}. */
    private JsonForm form(String name) {
        if (ancestry(name).anyMatch(type -> type.equals("integer") || type.equals("decimal"))) {
            return JsonForm.NUMBER;
        }
        return name.equals("boolean") ? JsonForm.BOOLEAN : JsonForm.STRING;
    }

    private String regex(String name) {
        return at(children(valueOf(name), "type").get(0), "extension")
                .filter(extension -> extension.getAttribute("url").equals(REGEX_EXTENSION))
                .map(extension -> value(extension, "valueString").orElseThrow())
                .findFirst()
                .orElse(null);
    }

    private Optional<String> inherited(String name, String limit) {
        return ancestry(name)
                .flatMap(type -> value(valueOf(type), limit).stream())
                .findFirst();
    }

    /** The type itself and the primitive types that it specializes. */
    private Stream<String> ancestry(String name) {
        return Stream.iterate(Optional.of(name), Optional::isPresent, type -> type.flatMap(official::base))
                .map(Optional::orElseThrow)
                .takeWhile(type -> !type.equals("Element"));
    }

    private Element valueOf(String name) {
        return at(official.structure(name), "snapshot", "element")
                .filter(element -> path(element).equals(name + ".value"))
                .findFirst()
                .orElseThrow();
    }
}
