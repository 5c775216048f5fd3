package org.healthpassport.api.sharing.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A section of patient summaries, from the table that the page for links reads, too.
 *
 * @param code its LOINC code
 * @param display the name of the code; null for sections that this service does not write
 * @param types the resource types that belong to the section
 */
record SummarySection(String title, String code, @Nullable String display, Set<String> types) {
    private static final String FILE = "/view/sections.js";
    private static final List<SummarySection> WRITTEN = read();

    /** The sections that every International Patient Summary has, empty or not, in their order. */
    static List<SummarySection> written() {
        return WRITTEN;
    }

    /** The written section for resources of a type; empty if there is none. */
    static Optional<SummarySection> of(String resourceType) {
        return WRITTEN.stream()
                .filter(section -> section.types.contains(resourceType))
                .findFirst();
    }

    /** Title and code, to which narrative and entries belong. */
    ObjectNode begin(ObjectNode section) {
        section.put("title", title)
                .putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", code)
                .put("display", display);
        return section;
    }

    private static List<SummarySection> read() {
        try (InputStream file = SummarySection.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("Expected " + FILE + " on the class path, but it is missing");
            }
            String script = new String(file.readAllBytes(), UTF_8);
            String table = script.substring(script.indexOf('['), script.lastIndexOf(']') + 1);
            return List.of(JsonMapper.shared().readValue(table, SummarySection[].class)).stream()
                    .filter(section -> section.display() != null)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
