package org.healthpassport.fhir.definition;

import java.util.List;
import java.util.Set;

/**
 * The codes of a value set.
 *
 * @param url of the value set, without the version
 * @param included none if HL7 does not enumerate the codes, as for currencies; then it has every code
 */
public record CodeList(String url, List<Included> included) {
    public CodeList {
        included = TypeDefinition.orEmpty(included);
    }

    /** True if the list has the code in any system. */
    public boolean contains(String code) {
        return included.isEmpty()
                || included.stream().anyMatch(one -> one.codes().contains(code));
    }

    /** True if the list has the code in this system. */
    public boolean contains(String system, String code) {
        return included.isEmpty()
                || included.stream()
                        .anyMatch(one ->
                                one.system().equals(system) && one.codes().contains(code));
    }

    /** The codes of one system. */
    public record Included(String system, Set<String> codes) {}
}
