package org.healthpassport.fhir.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code -Dfhir.definitions=write} writes the file instead of comparing it. */
class DefinitionsFileTest {
    /** A resource type more is one line more. */
    private static final List<String> RESOURCE_TYPES = List.of("AllergyIntolerance");

    private static final Path FILE = Path.of("src/main/resources/fhir/r4-definitions.json");

    private final JsonMapper json = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_DEFAULT))
            .build();

    @Test
    void shouldSayWhatTheOfficialDefinitionsSay() throws IOException {
        // when
        String condensed = print(Condensing.condense(new OfficialFiles(), RESOURCE_TYPES));

        // then
        if (System.getProperty("fhir.definitions", "compare").equals("write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, condensed);
        }
        assertThat(Files.readString(FILE)).isEqualTo(condensed);
    }

    /** One definition a line, so that a difference can be read. */
    private String print(Definitions.Contents contents) {
        return """
                {
                "resourceTypes": %s,
                "types": %s,
                "codeLists": %s,
                "invariants": %s
                }
                """.formatted(
                        json.writeValueAsString(contents.resourceTypes()),
                        lines(contents.types()),
                        lines(contents.codeLists()),
                        lines(contents.invariants()));
    }

    private String lines(List<?> definitions) {
        return definitions.stream().map(json::writeValueAsString).collect(Collectors.joining(",\n", "[\n", "\n]"));
    }
}
