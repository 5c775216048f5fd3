package org.healthpassport.fhir.definition;

import static org.healthpassport.fhir.definition.OfficialFiles.at;
import static org.healthpassport.fhir.definition.OfficialFiles.children;
import static org.healthpassport.fhir.definition.OfficialFiles.value;
import static org.healthpassport.fhir.definition.OfficialFiles.values;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** Enumerates value sets, where that is possible. */
final class CodeLists {
    private final OfficialFiles official;

    CodeLists(OfficialFiles official) {
        this.official = official;
    }

    /** Empty when the value set, or a code system that it includes as a whole, is not enumerated by HL7. */
    Optional<CodeList> enumerate(String url) {
        Map<String, SortedSet<String>> codes = new TreeMap<>();
        Element valueSet = official.valueSet(url).orElseThrow();
        if (at(valueSet, "compose", "exclude").findAny().isPresent()) {
            throw new IllegalStateException("Expected " + url + " to exclude nothing");
        }
        boolean complete = at(valueSet, "compose", "include").allMatch(include -> include(include, codes));
        return complete && !codes.isEmpty()
                ? Optional.of(new CodeList(
                        url,
                        codes.entrySet().stream()
                                .map(system -> new CodeList.Included(system.getKey(), system.getValue()))
                                .toList()))
                : Optional.empty();
    }

    private boolean include(Element include, Map<String, SortedSet<String>> codes) {
        if (!children(include, "valueSet").isEmpty()
                || !children(include, "filter").isEmpty()) {
            throw new IllegalStateException("Expected systems and codes only, as long as nothing else is needed");
        }
        String system = value(include, "system").orElseThrow();
        SortedSet<String> ofSystem = codes.computeIfAbsent(system, s -> new TreeSet<>());
        if (!children(include, "concept").isEmpty()) {
            ofSystem.addAll(values(include, "concept", "code"));
            return true;
        }
        Optional<Element> codeSystem = official.codeSystem(system)
                .filter(found -> value(found, "content").equals(Optional.of("complete")));
        codeSystem.ifPresent(found -> concepts(found)
                .map(concept -> value(concept, "code").orElseThrow())
                .forEach(ofSystem::add));
        return codeSystem.isPresent();
    }

    private static Stream<Element> concepts(Element parent) {
        return children(parent, "concept").stream()
                .flatMap(concept -> Stream.concat(Stream.of(concept), concepts(concept)));
    }
}
