package org.healthpassport.standalone.demo;

import java.util.List;
import java.util.Map;

/**
 * A fictional patient.
 *
 * @param records the names of files with one FHIR resource each
 */
record DemoPatient(
        String email,
        String given,
        String family,
        String birthDate,
        List<String> records,
        List<DemoDocument> documents) {
    static final DemoPatient ADA = new DemoPatient(
            "ada.example@example.org",
            "Ada",
            "Example",
            "1985-12-10",
            List.of(
                    "penicillin-allergy.json",
                    "asthma.json",
                    "budesonide.json",
                    "measles-vaccination.json",
                    "influenza-not-given.json",
                    "haemoglobin.json",
                    "appendectomy.json",
                    "family-history.json"),
            List.of(new DemoDocument("blood-count.pdf", "LAB_REPORT", "Complete blood count")));

    static final DemoPatient BEN = new DemoPatient(
            "ben.example@example.org",
            "Ben",
            "Example",
            "1996-07-21",
            List.of("peanut-allergy.json", "latex-allergy.json"),
            List.of(new DemoDocument(
                    "discharge-summary.txt", "DISCHARGE_SUMMARY", "Emergency department, August 2024")));

    private static final DemoPatient CLARA = new DemoPatient(
            "clara.example@example.org",
            "Clara",
            "Example",
            "1958-02-03",
            List.of(
                    "no-known-allergy.json",
                    "hypertension.json",
                    "ramipril.json",
                    "blood-pressure.json",
                    "pacemaker.json"),
            List.of(new DemoDocument("chest-x-ray.png", "IMAGING", "Chest X-ray")));

    static final List<DemoPatient> ALL = List.of(ADA, BEN, CLARA);

    /** The body of the registration, without email and password. */
    Map<String, Object> registration() {
        return Map.of("role", "PATIENT", "name", Map.of("given", given, "family", family), "birthDate", birthDate);
    }

    String fullName() {
        return given + ' ' + family;
    }
}
