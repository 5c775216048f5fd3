package org.healthpassport.fhir.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The content of a file of definitions, each list in alphabetical order. There is one file for what several resource types
 * use, and one for each resource type and each rare data type, with what nothing else uses.
 *
 * @param resourceTypes the names of all resource types, in the shared file only
 */
record DefinitionFile(
        List<String> resourceTypes, List<TypeDefinition> types, List<CodeList> codeLists, List<Invariant> invariants) {
    static final String SHARED = "shared";

    private static final String FOLDER = "/fhir/r4/";
    private static final ObjectReader READER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build()
            .readerFor(DefinitionFile.class);

    DefinitionFile {
        resourceTypes = TypeDefinition.orEmpty(resourceTypes);
        types = TypeDefinition.orEmpty(types);
        codeLists = TypeDefinition.orEmpty(codeLists);
        invariants = TypeDefinition.orEmpty(invariants);
    }

    static DefinitionFile shared() {
        return find(SHARED)
                .orElseThrow(() -> new IllegalStateException(
                        "Expected the shared definitions on the class path, but they are missing"));
    }

    /** @param name of the type that the file is about */
    static Optional<DefinitionFile> find(String name) {
        try (@Nullable InputStream file = DefinitionFile.class.getResourceAsStream(FOLDER + name + ".json")) {
            return file == null ? Optional.empty() : Optional.of(READER.readValue(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
