package org.healthpassport.fhir.definition;

import static org.healthpassport.fhir.definition.OfficialFiles.children;
import static org.healthpassport.fhir.definition.OfficialFiles.value;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** Collects the invariants that definitions name; those that only warn are left out. */
final class Invariants {
    /** As R4B has it: what is contained may refer to what contains it, which R4 forgets. */
    private static final Map<String, String> CORRECTED = Map.of(
            "ref-1",
            "reference.startsWith('#').not()"
                    + " or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))"
                    + " or (reference='#' and %rootResource!=%resource)");

    private final Map<String, Invariant> found = new TreeMap<>();

    /** In alphabetical order of their keys. */
    List<Invariant> all() {
        return List.copyOf(found.values());
    }

    /** The keys of those of an element, in alphabetical order. */
    List<String> of(Element element) {
        return children(element, "constraint").stream()
                .filter(constraint -> value(constraint, "severity").equals(Optional.of("error")))
                .map(this::add)
                .sorted()
                .toList();
    }

    private String add(Element constraint) {
        String key = value(constraint, "key").orElseThrow();
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
