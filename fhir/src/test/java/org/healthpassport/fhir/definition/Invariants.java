package org.healthpassport.fhir.definition;

import static org.healthpassport.fhir.definition.OfficialFiles.children;
import static org.healthpassport.fhir.definition.OfficialFiles.path;
import static org.healthpassport.fhir.definition.OfficialFiles.value;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** Collects the invariants that definitions name; those that only warn are left out. */
final class Invariants {
    /** Mistakes of R4 that later releases and HL7's validator correct. */
    private static final Map<String, String> CORRECTED = Map.of(
            // A contained resource may refer to the one that contains it.
            "ref-1",
            "reference.startsWith('#').not()"
                    + " or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))"
                    + " or (reference='#' and %rootResource!=%resource)",
            // The name of the type in FHIR has a small letter.
            "que-7",
            "operator = 'exists' implies (answer is boolean)",
            // "More than one" is what the rule says in words.
            "que-12",
            "enableWhen.count() >= 2 implies enableBehavior.exists()",
            // A prediction may have no probability.
            "ras-2",
            "(probability.exists() and (probability is decimal)) implies ((probability as decimal) <= 100)");

    /** A key that three types use for three rules. */
    private static final Set<String> AMBIGUOUS = Set.of("inv-1");

    private final Map<String, Invariant> found = new TreeMap<>();

    /** In alphabetical order of their keys. */
    List<Invariant> all() {
        return List.copyOf(found.values());
    }

    /** The keys of those of an element, in alphabetical order. */
    List<String> of(Element element) {
        return children(element, "constraint").stream()
                .filter(constraint -> value(constraint, "severity").equals(Optional.of("error")))
                .map(constraint -> add(constraint, path(element)))
                .sorted()
                .toList();
    }

    private String add(Element constraint, String path) {
        String official = value(constraint, "key").orElseThrow();
        String key = AMBIGUOUS.contains(official) ? path.replaceFirst("\\..*", "") + "." + official : official;
        String expression = value(constraint, "expression").orElseThrow();
        Invariant invariant = new Invariant(
                key,
                CORRECTED.getOrDefault(key, expression),
                value(constraint, "human").orElseThrow());
        Invariant known = found.putIfAbsent(key, invariant);
        if (known != null && !known.expression().equals(invariant.expression())) {
            throw new IllegalStateException("Expected one expression for " + key + ", but there are two");
        }
        return key;
    }
}
