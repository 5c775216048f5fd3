package org.healthpassport.fhir.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The definitions of R4 (4.0.1) for all resource types, and for everything that they can contain. Those of data types are
 * there from the start, those of a resource type from its first use. Thread-safe.
 */
public final class Definitions {
    private final Set<String> everyResourceType;
    private final List<TypeDefinition> primitives;
    private final Map<String, TypeDefinition> types = new ConcurrentHashMap<>();
    private final Map<String, Map<String, JsonMember>> members = new ConcurrentHashMap<>();
    private final Map<String, CodeList> codeLists = new ConcurrentHashMap<>();
    private final Map<String, Invariant> invariants = new ConcurrentHashMap<>();

    private Definitions(DefinitionFile shared) {
        everyResourceType = Set.copyOf(shared.resourceTypes());
        primitives = shared.types().stream()
                .filter(type -> type.kind() == Kind.PRIMITIVE)
                .toList();
        add(shared);
    }

    /** The definitions, of which a process has one instance. */
    public static Definitions r4() {
        return Holder.R4;
    }

    /** The names of all resource types of R4. */
    public Set<String> everyResourceType() {
        return everyResourceType;
    }

    /** The definition of a resource type; empty for any other text, such as one that a client sent. */
    public Optional<TypeDefinition> resource(String name) {
        return everyResourceType.contains(name) ? Optional.of(type(name)) : Optional.empty();
    }

    /** All primitive types. */
    public List<TypeDefinition> primitives() {
        return primitives;
    }

    /**
     * The definition of a type with this name, which must exist. The first use of a resource type reads its file, which
     * takes a few milliseconds.
     */
    public TypeDefinition type(String name) {
        @Nullable TypeDefinition known = types.get(name);
        if (known != null) {
            return known;
        }
        DefinitionFile.find(owner(name)).ifPresent(this::add);
        return named(types, name);
    }

    /** The JSON members of a type, by name. */
    public Map<String, JsonMember> members(TypeDefinition type) {
        return named(members, type.name());
    }

    /** The code list of a definition that was given before. */
    public CodeList codeList(String url) {
        return named(codeLists, url);
    }

    /** The invariant of a definition that was given before. */
    public Invariant invariant(String key) {
        return named(invariants, key);
    }

    /** Two threads may do so for the same file; both add the same. */
    private void add(DefinitionFile file) {
        file.codeLists().forEach(list -> codeLists.putIfAbsent(list.url(), list));
        file.invariants().forEach(invariant -> invariants.putIfAbsent(invariant.key(), invariant));
        file.types().forEach(type -> members.putIfAbsent(type.name(), JsonMember.of(type)));
        // Last, as others take a type that is there for completely defined.
        file.types().forEach(type -> types.putIfAbsent(type.name(), type));
    }

    /** The type inside which a nameless type is, such as {@code Patient} for {@code Patient.contact}. */
    private static String owner(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static <T> T named(Map<String, T> all, String name) {
        @Nullable T one = all.get(name);
        if (one == null) {
            throw new IllegalArgumentException("Expected a definition of " + name + ", but there is none");
        }
        return one;
    }

    private static final class Holder {
        private static final Definitions R4 = new Definitions(DefinitionFile.shared());
    }
}
