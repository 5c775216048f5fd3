package org.healthpassport.fhir.definition;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The definitions of all types at once, which the service never needs. */
public final class EveryDefinition {
    private static final Collection<DefinitionFile> FILES = files();

    private EveryDefinition() {}

    public static List<TypeDefinition> types() {
        return FILES.stream().flatMap(file -> file.types().stream()).toList();
    }

    public static List<Invariant> invariants() {
        return FILES.stream().flatMap(file -> file.invariants().stream()).toList();
    }

    /** The shared file, those of all resource types, and those of all rare data types that these name. */
    private static Collection<DefinitionFile> files() {
        DefinitionFile shared = DefinitionFile.shared();
        Map<String, DefinitionFile> files = new TreeMap<>(Map.of(DefinitionFile.SHARED, shared));
        List<String> common = shared.types().stream().map(TypeDefinition::name).toList();
        Deque<String> pending = new ArrayDeque<>(shared.resourceTypes());
        while (!pending.isEmpty()) {
            String name = pending.remove();
            if (!files.containsKey(name)) {
                DefinitionFile file = DefinitionFile.find(name).orElseThrow();
                files.put(name, file);
                file.types().stream()
                        .flatMap(type -> type.elements().stream())
                        .flatMap(element -> element.types().stream())
                        .map(type -> type.definition().replaceFirst("\\..*", ""))
                        .filter(type -> !common.contains(type) && !type.equals("Resource"))
                        .forEach(pending::add);
            }
        }
        return files.values();
    }
}
