package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.healthpassport.fhir.catalog.RecordType;
import org.junit.jupiter.api.Test;

/** The lists in the README, compared with the code. */
class ReadmeTest {
    private static final Pattern SECTION = Pattern.compile("(?ms)^### Types of records\n(.*?)^#");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

    @Test
    void shouldListTheTypesOfRecords() throws Exception {
        // given
        String readme = Files.readString(Path.of("..", "README.md"));
        List<String> types =
                Arrays.stream(RecordType.values()).map(RecordType::fhirName).toList();

        // then
        assertThat(SECTION.matcher(readme)
                        .results()
                        .flatMap(section -> NAME.matcher(section.group(1)).results())
                        .map(name -> name.group(1)))
                .containsExactlyElementsOf(types);
        assertThat(readme).contains("[" + types.size() + " types of FHIR records]");
    }
}
