package org.healthpassport.fhir.definition;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One element of a type.
 *
 * @param name the name, without the {@code [x]} of a choice
 * @param choice true if JSON appends the name of the type to the name of the element
 * @param min least number of items
 * @param max greatest number of items: {@code 1}, or {@code *} for any number, as R4 has no other limits
 * @param types at least one; more only for a choice
 * @param binding URL of the code list to which the value is bound; null if there is none
 * @param invariants keys of the invariants of this element, besides those of its type
 */
public record ElementDefinition(
        String name,
        boolean choice,
        int min,
        String max,
        List<TypeReference> types,
        @Nullable String binding,
        List<String> invariants) {

    public ElementDefinition {
        types = List.copyOf(types);
        invariants = TypeDefinition.orEmpty(invariants);
    }

    /** True if JSON writes it as an array. */
    public boolean repeats() {
        return !max.equals("1");
    }

    /** The names of the JSON members that can hold it. */
    public Stream<String> memberNames() {
        return types.stream().map(this::memberName);
    }

    /** The name of its JSON member for a value of a type. */
    String memberName(TypeReference type) {
        return choice
                ? name
                        + Character.toUpperCase(type.code().charAt(0))
                        + type.code().substring(1)
                : name;
    }

    /**
     * A type that an element may have.
     *
     * @param code name of the type; {@code Resource} stands for any resource
     * @param profile name of a narrower definition that applies here ({@code SimpleQuantity}); usually null
     * @param targets of a reference: names of the allowed resource types; none if all are allowed
     */
    public record TypeReference(String code, @Nullable String profile, List<String> targets) {
        public TypeReference {
            targets = TypeDefinition.orEmpty(targets);
        }

        /** The name of the definition for values of the type. */
        public String definition() {
            return profile == null ? code : profile;
        }
    }
}
