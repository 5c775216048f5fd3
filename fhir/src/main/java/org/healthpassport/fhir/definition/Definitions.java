package org.healthpassport.fhir.definition;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The definitions of R4 (4.0.1) for the resource types that the service supports, and for everything that they can
 * contain.
 */
public final class Definitions {
    private static final String FILE = "/fhir/r4-definitions.json";

    private final Set<String> everyResourceType;
    private final Map<String, TypeDefinition> types;
    private final Map<String, Map<String, JsonMember>> members;
    private final Map<String, CodeList> codeLists;
    private final Map<String, Invariant> invariants;

    Definitions(Contents contents) {
        everyResourceType = Set.copyOf(contents.resourceTypes());
        types = byKey(contents.types(), TypeDefinition::name);
        members = contents.types().stream().collect(toUnmodifiableMap(TypeDefinition::name, JsonMember::of));
        codeLists = byKey(contents.codeLists(), CodeList::url);
        invariants = byKey(contents.invariants(), Invariant::key);
    }

    /** Reads the file of definitions, which takes about 100 ms. */
    public static Definitions r4() {
        try (InputStream file = Definitions.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("Expected " + FILE + " on the class path, but it is missing");
            }
            return new Definitions(JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build()
                    .readValue(file, Contents.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all resource types of R4, supported here or not. */
    public Set<String> everyResourceType() {
        return everyResourceType;
    }

    public Map<String, TypeDefinition> types() {
        return types;
    }

    /** The definition of a type with this name, which must exist. */
    public TypeDefinition type(String name) {
        return named(types, name);
    }

    /** The JSON members of a type, by name. */
    public Map<String, JsonMember> members(TypeDefinition type) {
        return named(members, type.name());
    }

    public CodeList codeList(String url) {
        return named(codeLists, url);
    }

    public Map<String, Invariant> invariants() {
        return invariants;
    }

    private static <T> T named(Map<String, T> all, String name) {
        @Nullable T one = all.get(name);
        if (one == null) {
            throw new IllegalArgumentException("Expected a definition of " + name + ", but there is none");
        }
        return one;
    }

    private static <T> Map<String, T> byKey(List<T> all, Function<T, String> key) {
        return all.stream().collect(toUnmodifiableMap(key, identity()));
    }

    /** The content of the file, each list in alphabetical order. */
    record Contents(
            List<String> resourceTypes,
            List<TypeDefinition> types,
            List<CodeList> codeLists,
            List<Invariant> invariants) {}
}
