package org.healthpassport.api.sharing.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.record.share.SharedSection;
import tools.jackson.databind.node.ObjectNode;

/** The narrative of a section of a summary: remarks on what it does not show, and a line for each record. */
final class SectionText {
    private SectionText() {}

    /** @param things by their addresses, such as {@code Medication/7} */
    static ObjectNode of(List<ObjectNode> resources, List<String> remarks, Map<String, ObjectNode> things) {
        return Narrative.list(
                remarks,
                resources.stream()
                        .map(resource -> RecordLine.of(resource, things))
                        .toList());
    }

    /** Sentences about what the section does not show; none if it is complete. */
    static List<String> remarks(SharedSection section) {
        List<String> remarks = notFitting(section);
        add(remarks, section.unreadable(), "One more entry cannot be shown.", "%d more entries cannot be shown.");
        return remarks;
    }

    /** Those of them about entries for which there is no room. */
    static List<String> notFitting(SharedSection section) {
        List<String> remarks = new ArrayList<>();
        add(
                remarks,
                section.leftOut(),
                "There is no room for one more entry.",
                "There is no room for %d more entries.");
        add(remarks, section.shortened(), "One entry is shortened.", "%d entries are shortened.");
        if (section.mayHaveMore()) {
            remarks.add("There may be older entries that are not shown.");
        }
        return remarks;
    }

    private static void add(List<String> remarks, int number, String one, String many) {
        if (number > 0) {
            remarks.add(number == 1 ? one : many.formatted(number));
        }
    }
}
