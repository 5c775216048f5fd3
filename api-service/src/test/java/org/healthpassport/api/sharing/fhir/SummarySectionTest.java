package org.healthpassport.api.sharing.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.catalog.Section;
import org.junit.jupiter.api.Test;

class SummarySectionTest {
    private static final Path MAIN = Path.of("src/main");
    private static final Path TABLE = MAIN.resolve("resources/view/sections.js");
    private static final Pattern CODE = Pattern.compile("\"code\": \"([0-9]+-[0-9])\"");

    @Test
    void shouldRequireWhatEverySummaryHas() {
        assertThat(SummarySection.all())
                .filteredOn(SummarySection::isRequired)
                .extracting(SummarySection::title)
                .containsExactly("Problems", "Allergies and intolerances", "Medications");
    }

    @Test
    void shouldBeTheCatalogOfRecordTypes() {
        List<Section> sections = Stream.of(Section.values())
                .filter(section -> section.loinc().isPresent())
                .toList();
        assertThat(SummarySection.all())
                .extracting(SummarySection::title)
                .containsExactlyElementsOf(sections.stream().map(Section::title).toList());
        for (Section section : sections) {
            SummarySection written = SummarySection.of(section).orElseThrow();
            assertThat(written.title()).isEqualTo(section.title());
            assertThat(written.types())
                    .containsExactlyInAnyOrderElementsOf(Stream.of(RecordType.values())
                            .filter(type -> type.section() == section)
                            .map(RecordType::fhirName)
                            .toList());
        }
        assertThat(SummarySection.of(Section.NONE)).isEmpty();
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
