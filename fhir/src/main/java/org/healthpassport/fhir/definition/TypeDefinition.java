package org.healthpassport.fhir.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource type, a data type, or one of the nameless types inside them, which are named by their path ({@code
 * AllergyIntolerance.reaction}).
 *
 * @param base the type it specializes; null at the top
 * @param form the JSON form, for primitive types only
 * @param regex regular expression for the text of a primitive; null if there is none
 * @param bounds bounds for the number of a primitive; null if there are none
 * @param maxLength of the text of a primitive, in characters; 0 if there is no limit
 * @param elements in the order of the official definition; without the element that is a primitive's value
 * @param invariants keys of the invariants of every value of the type
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

    /** The kinds of types. */
    public enum Kind {
        RESOURCE,
        COMPLEX,
        PRIMITIVE
    }

    /** The JSON forms of a primitive value. */
    public enum JsonForm {
        STRING,
        NUMBER,
        BOOLEAN
    }

    /** The least and the greatest value of a number. */
    public record Bounds(long least, long greatest) {}

    /** The file leaves out empty lists. */
    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
