package org.healthpassport.fhir.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code -Dfhir.definitions=write} writes the files instead of comparing them. */
class DefinitionFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/fhir/r4");

    private final JsonMapper json = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_DEFAULT))
            .build();

    @Test
    void shouldSayWhatTheOfficialDefinitionsSay() throws IOException {
        // when
        SortedMap<String, String> condensed = new TreeMap<>();
        Division.divide(Condensing.condense(OfficialFiles.all()))
                .forEach((name, file) -> condensed.put(name + ".json", print(file)));

        // then
        if (System.getProperty("fhir.definitions", "compare").equals("write")) {
            write(condensed);
        }
        assertThat(written().keySet()).isEqualTo(condensed.keySet());
        written().forEach((name, content) -> assertThat(content).as(name).isEqualTo(condensed.get(name)));
    }

    private static void write(Map<String, String> files) throws IOException {
        Files.createDirectories(FOLDER);
        for (String name : written().keySet()) {
            Files.delete(FOLDER.resolve(name));
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
        }
    }

    private static SortedMap<String, String> written() throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(FOLDER)) {
            for (Path file : found.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }

    /** One definition a line, so that a difference can be read. */
    private String print(DefinitionFile file) {
        return """
                {
                "resourceTypes": %s,
                "types": %s,
                "codeLists": %s,
                "invariants": %s
                }
                """.formatted(
                        json.writeValueAsString(file.resourceTypes()),
                        lines(file.types()),
                        lines(file.codeLists()),
                        lines(file.invariants()));
    }

    private String lines(List<?> definitions) {
        return definitions.isEmpty()
                ? "[]"
                : definitions.stream().map(json::writeValueAsString).collect(Collectors.joining(",\n", "[\n", "\n]"));
    }
}
