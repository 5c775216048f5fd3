package org.healthpassport.api.sharing.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SummarySectionTest {
    private static final Path MAIN = Path.of("src/main");
    private static final Path TABLE = MAIN.resolve("resources/view/sections.js");
    private static final Pattern CODE = Pattern.compile("\"code\": \"([0-9]+-[0-9])\"");

    @Test
    void shouldWriteTheSectionsThatEverySummaryHas() {
        assertThat(SummarySection.written())
                .extracting(SummarySection::title)
                .containsExactly("Problems", "Allergies and intolerances", "Medications");
        assertThat(SummarySection.of("MedicationRequest")).isEqualTo(SummarySection.of("MedicationStatement"));
        assertThat(SummarySection.of("Encounter")).isEmpty();
    }

    @Test
    void shouldStandOnceForJavaAndJavaScript() throws IOException {
        // given
        List<String> codes = CODE.matcher(Files.readString(TABLE))
                .results()
                .map(code -> code.group(1))
                .toList();

        // then
        assertThat(codes).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        try (Stream<Path> sources = Files.walk(MAIN)) {
            assertThat(sources.filter(source -> source.toString().matches(".*\\.(java|js)"))
                            .filter(source -> !source.equals(TABLE)))
                    .isNotEmpty()
                    .allSatisfy(source -> assertThat(Files.readString(source)).doesNotContain(codes));
        }
    }
}
