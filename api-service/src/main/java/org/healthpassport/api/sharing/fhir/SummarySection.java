package org.healthpassport.api.sharing.fhir;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The sections that every International Patient Summary has, empty or not, in their order, with their LOINC codes. */
enum SummarySection {
    PROBLEMS("Problems", "11450-4", "Problem list - Reported", Set.of("Condition")),
    ALLERGIES(
            "Allergies and intolerances",
            "48765-2",
            "Allergies and adverse reactions Document",
            Set.of("AllergyIntolerance")),
    MEDICATIONS(
            "Medications",
            "10160-0",
            "History of Medication use Narrative",
            Set.of("MedicationStatement", "MedicationRequest"));

    private final String title;
    private final String code;
    private final String display;
    private final Set<String> types;

    SummarySection(String title, String code, String display, Set<String> types) {
        this.title = title;
        this.code = code;
        this.display = display;
        this.types = types;
    }

    /** The section for resources of a type; empty if no section takes the type. */
    static Optional<SummarySection> of(String resourceType) {
        return Arrays.stream(values())
                .filter(section -> section.types.contains(resourceType))
                .findFirst();
    }

    String title() {
        return title;
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
}
