package org.healthpassport.fhir.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import org.healthpassport.fhir.definition.ElementDefinition.TypeReference;

/**
 * A JSON member for an element; a choice has one for each of its types.
 *
 * @param name the name in JSON, such as {@code onsetDateTime}
 */
public record JsonMember(String name, ElementDefinition element, TypeReference type) {
    static Map<String, JsonMember> of(TypeDefinition type) {
        Map<String, JsonMember> members = new LinkedHashMap<>();
        for (ElementDefinition element : type.elements()) {
            for (TypeReference reference : element.types()) {
                String name = element.memberName(reference);
                members.put(name, new JsonMember(name, element, reference));
            }
        }
        return Map.copyOf(members);
    }

    /** True if it contains a resource of any type. */
    public boolean holdsResource() {
        return type.code().equals("Resource");
    }

    /** True if it contains resources that are part of the one that contains them. */
    public boolean isContained() {
        return holdsResource() && name.equals("contained");
    }
}
