package org.healthpassport.api.fhir.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource type, a data type, or one of the nameless types inside them, which go by their path ({@code
 * AllergyIntolerance.reaction}).
 *
 * @param base the type it specializes; null at the top
 * @param form how JSON writes it, for primitive types only
 * @param regex what the text of a primitive must match, null where nothing is said
 * @param bounds what the number of a primitive must be in, null where nothing is said
 * @param maxLength of the text of a primitive, in characters; 0 where nothing is said
 * @param elements in the order of the official definition; none for what only a primitive's value is
 * @param invariants keys of what must hold for every value of the type
 */
public record TypeDefinition(
        String name,
        Kind kind,
        @Nullable String base,
        @Nullable JsonForm form,
        @Nullable String regex,
        @Nullable Bounds bounds,
        int maxLength,
        List<ElementDefinition> elements,
        List<String> invariants) {

    public TypeDefinition {
        elements = orEmpty(elements);
        invariants = orEmpty(invariants);
    }

    /** What a type is made of. */
    public enum Kind {
        RESOURCE,
        COMPLEX,
        PRIMITIVE
    }

    /** How JSON writes a primitive value. */
    public enum JsonForm {
        STRING,
        NUMBER,
        BOOLEAN
    }

    /** The least and the greatest value of a number. */
    public record Bounds(long least, long greatest) {}

    /** The file leaves out what is empty. */
    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
