package org.healthpassport.api.fhir.definition;

import java.util.List;
import java.util.Set;

/**
 * The codes of a value set, enumerated.
 *
 * @param url of the value set, without version
 */
public record CodeList(String url, List<Included> included) {
    public CodeList {
        included = List.copyOf(included);
    }

    /** Whether a code is in it, of whatever system. */
    public boolean contains(String code) {
        return included.stream().anyMatch(one -> one.codes().contains(code));
    }

    /** Whether a code of this system is in it. */
    public boolean contains(String system, String code) {
        return included.stream()
                .anyMatch(one -> one.system().equals(system) && one.codes().contains(code));
    }

    /** Codes of one system. */
    public record Included(String system, Set<String> codes) {}
}
