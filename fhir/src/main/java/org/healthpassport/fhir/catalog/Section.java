package org.healthpassport.fhir.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a passport, with the LOINC codes that documents have for them. The first ones are those of the
 * International Patient Summary (HL7 FHIR IPS 2.0), in its order.
 */
public enum Section {
    PROBLEMS("Problems", "11450-4"),
    ALLERGIES("Allergies and intolerances", "48765-2"),
    MEDICATIONS("Medications", "10160-0"),
    IMMUNIZATIONS("Immunizations", "11369-6"),
    PROCEDURES("Procedures", "47519-4"),
    DEVICES("Devices", "46264-8"),
    RESULTS("Results", "30954-2"),
    VITAL_SIGNS("Vital signs", "8716-3"),
    SOCIAL_HISTORY("Social history", "29762-2"),
    PLANS("Plans of care", "18776-5"),
    FAMILY_HISTORY("Family history", "10157-6"),
    ENCOUNTERS("Encounters", "46240-8"),
    TEAM("Care team", "85847-2"),
    QUESTIONNAIRES("Questionnaires", "74465-6"),
    PAYERS("Coverage and claims", "48768-6"),
    /** For records that stand only where others refer to them. */
    NONE("", null);

    private final String title;
    private final @Nullable String loinc;

    Section(String title, @Nullable String loinc) {
        this.title = title;
        this.loinc = loinc;
    }

    /** The title for people, in English. */
    public String title() {
        return title;
    }

    /** The code in {@code http://loinc.org}; empty for {@link #NONE}. */
    public Optional<String> loinc() {
        return Optional.ofNullable(loinc);
    }
}
