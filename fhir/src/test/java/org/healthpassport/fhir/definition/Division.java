package org.healthpassport.fhir.definition;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;

/** Divides all definitions into a shared file and files that are read when their type is first used. */
final class Division {
    /** The types of which every resource has values; an extension can have values of every common data type. */
    private static final List<String> IN_EVERY_RESOURCE = List.of("Extension", "Meta", "Narrative");

    private final DefinitionFile all;
    private final Map<String, List<TypeDefinition>> byOwner;
    private final Set<String> common = new TreeSet<>();

    private Division(DefinitionFile all) {
        this.all = all;
        byOwner = all.types().stream().collect(groupingBy(type -> owner(type.name())));
        Deque<String> pending = new ArrayDeque<>(IN_EVERY_RESOURCE);
        all.types().stream()
                .filter(type -> type.kind() == Kind.PRIMITIVE)
                .map(TypeDefinition::name)
                .forEach(pending::add);
        while (!pending.isEmpty()) {
            String name = pending.remove();
            if (common.add(name)) {
                types(name).flatMap(Division::named).map(Division::owner).forEach(pending::add);
            }
        }
    }

    /** The files by name. */
    static SortedMap<String, DefinitionFile> divide(DefinitionFile all) {
        return new Division(all).files();
    }

    private SortedMap<String, DefinitionFile> files() {
        SortedMap<String, List<TypeDefinition>> types = new TreeMap<>();
        types.put(
                DefinitionFile.SHARED,
                all.types().stream()
                        .filter(type -> common.contains(owner(type.name())))
                        .toList());
        byOwner.forEach((owner, own) -> {
            if (!common.contains(owner)) {
                types.put(owner, own);
            }
        });
        Map<String, String> homeOfLists = homes(types, Division::bindings);
        Map<String, String> homeOfInvariants = homes(types, Division::invariants);
        SortedMap<String, DefinitionFile> files = new TreeMap<>();
        types.forEach((name, own) -> files.put(
                name,
                new DefinitionFile(
                        name.equals(DefinitionFile.SHARED) ? all.resourceTypes() : List.of(),
                        own,
                        all.codeLists().stream()
                                .filter(list -> name.equals(homeOfLists.get(list.url())))
                                .toList(),
                        all.invariants().stream()
                                .filter(invariant -> name.equals(homeOfInvariants.get(invariant.key())))
                                .toList())));
        return files;
    }

    /** The file of everything that is used: the only one that uses it, or the shared one. */
    private static Map<String, String> homes(
            Map<String, List<TypeDefinition>> types, Function<TypeDefinition, Stream<String>> used) {
        Map<String, String> homes = new HashMap<>();
        types.forEach((file, own) -> own.stream()
                .flatMap(used)
                .collect(toSet())
                .forEach(one -> homes.merge(one, file, (first, second) -> DefinitionFile.SHARED)));
        return homes;
    }

    private static Stream<String> bindings(TypeDefinition type) {
        return type.elements().stream().map(ElementDefinition::binding).filter(Objects::nonNull);
    }

    private static Stream<String> invariants(TypeDefinition type) {
        return Stream.concat(
                type.invariants().stream(), type.elements().stream().flatMap(element -> element.invariants().stream()));
    }

    private static Stream<String> named(TypeDefinition type) {
        return type.elements().stream()
                .flatMap(element -> element.types().stream())
                .map(ElementDefinition.TypeReference::definition);
    }

    private Stream<TypeDefinition> types(String owner) {
        return Objects.requireNonNull(byOwner.get(owner), owner).stream();
    }

    private static String owner(String name) {
        return name.replaceFirst("\\..*", "");
    }
}
