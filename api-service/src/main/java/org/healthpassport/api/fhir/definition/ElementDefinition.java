package org.healthpassport.api.fhir.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a type.
 *
 * @param name without the {@code [x]} of a choice
 * @param choice whether the name of the type is appended to the name in JSON
 * @param min how many there must be
 * @param max how many there may be, {@code *} for any number
 * @param types at least one; more only for a choice
 * @param binding URL of the code list that the value must be from, null where there is none that can be enumerated
 * @param invariants keys of what must hold here beyond what the type demands everywhere
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

    /** Whether JSON writes it as an array. */
    public boolean repeats() {
        return !max.equals("1");
    }

    /** How many there may be. */
    public int most() {
        return max.equals("*") ? Integer.MAX_VALUE : Integer.parseInt(max);
    }

    /**
     * A type that an element may have.
     *
     * @param code name of the type; {@code Resource} stands for any resource
     * @param profile name of the narrower definition that holds here ({@code SimpleQuantity}), null mostly
     * @param targets of a reference: names of resource types, none for any
     */
    public record TypeReference(String code, @Nullable String profile, List<String> targets) {
        public TypeReference {
            targets = TypeDefinition.orEmpty(targets);
        }

        /** The name of the definition that values follow. */
        public String definition() {
            return profile == null ? code : profile;
        }
    }
}
