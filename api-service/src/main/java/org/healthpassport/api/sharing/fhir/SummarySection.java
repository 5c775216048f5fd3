package org.healthpassport.api.sharing.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.fhir.catalog.Section;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A section of patient summaries, from the table that the page for links reads, too.
 *
 * @param code its LOINC code
 * @param display the name of the code; null for sections that may be missing
 * @param types the types of records that usually belong to the section
 */
record SummarySection(String title, String code, @Nullable String display, Set<String> types) {
    private static final String FILE = "/view/sections.js";
    private static final List<SummarySection> ALL = read();

    /** In the order of a summary. */
    static List<SummarySection> all() {
        return ALL;
    }

    /** The section for records of a section of the catalog; empty if these are in no summary. */
    static Optional<SummarySection> of(Section section) {
        return section.loinc()
                .flatMap(loinc ->
                        ALL.stream().filter(one -> one.code.equals(loinc)).findFirst());
    }

    /** True if every International Patient Summary has it, empty or not. */
    boolean isRequired() {
        return display != null;
    }

    /** Title and code, to which narrative and entries belong. */
    ObjectNode begin(ObjectNode section) {
        ObjectNode coding = section.put("title", title)
                .putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", code);
        if (display != null) {
            coding.put("display", display);
        }
        return section;
    }

    private static List<SummarySection> read() {
        try (InputStream file = SummarySection.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("Expected " + FILE + " on the class path, but it is missing");
            }
            String script = new String(file.readAllBytes(), UTF_8);
            String table = script.substring(script.indexOf('['), script.lastIndexOf(']') + 1);
            return List.of(JsonMapper.shared().readValue(table, SummarySection[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
