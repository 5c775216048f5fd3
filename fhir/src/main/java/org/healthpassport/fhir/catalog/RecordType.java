package org.healthpassport.fhir.catalog;

import static org.healthpassport.fhir.catalog.RecordType.Nature.EVENT;
import static org.healthpassport.fhir.catalog.RecordType.Nature.STATE;
import static org.healthpassport.fhir.catalog.RecordType.Nature.THING;
import static org.healthpassport.fhir.catalog.Section.ALLERGIES;
import static org.healthpassport.fhir.catalog.Section.DEVICES;
import static org.healthpassport.fhir.catalog.Section.ENCOUNTERS;
import static org.healthpassport.fhir.catalog.Section.FAMILY_HISTORY;
import static org.healthpassport.fhir.catalog.Section.IMMUNIZATIONS;
import static org.healthpassport.fhir.catalog.Section.MEDICATIONS;
import static org.healthpassport.fhir.catalog.Section.NONE;
import static org.healthpassport.fhir.catalog.Section.PAYERS;
import static org.healthpassport.fhir.catalog.Section.PLANS;
import static org.healthpassport.fhir.catalog.Section.PROBLEMS;
import static org.healthpassport.fhir.catalog.Section.PROCEDURES;
import static org.healthpassport.fhir.catalog.Section.QUESTIONNAIRES;
import static org.healthpassport.fhir.catalog.Section.RESULTS;
import static org.healthpassport.fhir.catalog.Section.TEAM;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.TypeDefinition;

/**
 * The FHIR types that health records can have: a line for each, with its section of a summary, the elements that name its
 * subject matter, and those that say when it was true of the patient; each list in order of preference. An element is named
 * by its path in the type, without {@code [x]}. Everything else follows from the official definitions.
 */
public enum RecordType {
    ALLERGY_INTOLERANCE(
            "AllergyIntolerance", STATE, ALLERGIES, named("code"), dated("onset", "lastOccurrence", "recordedDate")),
    CARE_PLAN("CarePlan", STATE, PLANS, named("title", "category", "description"), dated("period", "created")),
    CARE_TEAM("CareTeam", STATE, TEAM, named("name", "category"), dated("period")),
    CLAIM("Claim", STATE, PAYERS, named("type"), dated("billablePeriod", "created")),
    CONDITION("Condition", STATE, PROBLEMS, named("code"), dated("onset", "recordedDate")),
    COVERAGE("Coverage", STATE, PAYERS, named("type", "payor"), dated("period")),
    DEVICE("Device", THING, DEVICES, named("type", "deviceName.name", "modelNumber"), dated()),
    DEVICE_USE_STATEMENT("DeviceUseStatement", STATE, DEVICES, named("device"), dated("timing", "recordedOn")),
    DIAGNOSTIC_REPORT("DiagnosticReport", EVENT, RESULTS, named("code"), dated("effective", "issued")),
    ENCOUNTER("Encounter", EVENT, ENCOUNTERS, named("type", "class"), dated("period")),
    EXPLANATION_OF_BENEFIT("ExplanationOfBenefit", STATE, PAYERS, named("type"), dated("billablePeriod", "created")),
    FAMILY_MEMBER_HISTORY("FamilyMemberHistory", EVENT, FAMILY_HISTORY, named("relationship", "name"), dated("date")),
    GOAL("Goal", STATE, PLANS, named("description"), dated("start", "statusDate")),
    IMAGING_STUDY("ImagingStudy", EVENT, RESULTS, named("procedureCode", "description", "modality"), dated("started")),
    IMMUNIZATION("Immunization", EVENT, IMMUNIZATIONS, named("vaccineCode"), dated("occurrence", "recorded")),
    LOCATION("Location", THING, NONE, named("name", "type"), dated()),
    MEDICATION("Medication", THING, NONE, named("code"), dated()),
    MEDICATION_ADMINISTRATION("MedicationAdministration", EVENT, MEDICATIONS, named("medication"), dated("effective")),
    MEDICATION_REQUEST("MedicationRequest", STATE, MEDICATIONS, named("medication"), dated("authoredOn")),
    MEDICATION_STATEMENT(
            "MedicationStatement", STATE, MEDICATIONS, named("medication"), dated("effective", "dateAsserted")),
    OBSERVATION("Observation", EVENT, RESULTS, named("code"), dated("effective", "issued")),
    ORGANIZATION("Organization", THING, NONE, named("name", "type"), dated()),
    PRACTITIONER("Practitioner", THING, NONE, named("name"), dated()),
    PRACTITIONER_ROLE("PractitionerRole", THING, NONE, named("code", "specialty", "practitioner"), dated("period")),
    PROCEDURE("Procedure", EVENT, PROCEDURES, named("code"), dated("performed")),
    QUESTIONNAIRE_RESPONSE("QuestionnaireResponse", EVENT, QUESTIONNAIRES, named("questionnaire"), dated("authored")),
    SERVICE_REQUEST("ServiceRequest", STATE, PLANS, named("code"), dated("occurrence", "authoredOn")),
    SPECIMEN("Specimen", THING, RESULTS, named("type"), dated("collection.collected", "receivedTime")),
    SUPPLY_DELIVERY("SupplyDelivery", EVENT, DEVICES, named("suppliedItem.item", "type"), dated("occurrence"));

    private static final Map<String, RecordType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RecordType::fhirName, Function.identity()));

    private final String fhirName;
    private final Nature nature;
    private final Section section;
    private final List<String> about;
    private final List<String> when;

    RecordType(String fhirName, Nature nature, Section section, List<String> about, List<String> when) {
        this.fhirName = fhirName;
        this.nature = nature;
        this.section = section;
        this.about = about;
        this.when = when;
    }

    /** The type with a FHIR name, such as {@code AllergyIntolerance}; empty for any other text. */
    public static Optional<RecordType> of(String fhirName) {
        return Optional.ofNullable(BY_NAME.get(fhirName));
    }

    public String fhirName() {
        return fhirName;
    }

    /** The FHIR names of all types, for people. */
    public static String listed() {
        return Arrays.stream(values()).map(RecordType::fhirName).collect(Collectors.joining(", "));
    }

    public Nature nature() {
        return nature;
    }

    /** The usual section; that of a record can differ, see {@link ClinicalRecord#section()}. */
    public Section section() {
        return section;
    }

    /** The paths of the elements that name the subject matter, in order of preference. */
    public List<String> about() {
        return about;
    }

    /** The paths of the elements that say when it was, in order of preference. */
    public List<String> when() {
        return when;
    }

    /** The element that refers to the patient; empty for things that have no patient, such as an Organization. */
    public Optional<PatientElement> patient() {
        return PatientElement.of(definition());
    }

    /** The elements that say whether a record of the type holds. */
    public List<StatusElement> statuses() {
        return StatusElement.of(definition());
    }

    /** The official definition. Its first use reads a file, so it must not be on an event loop. */
    public TypeDefinition definition() {
        return Definitions.r4().type(fhirName);
    }

    private static List<String> named(String... paths) {
        return List.of(paths);
    }

    private static List<String> dated(String... paths) {
        return List.of(paths);
    }

    /** The ways in which a record is true. */
    public enum Nature {
        /** True for a time: when it is completed, it is past. */
        STATE,
        /** Happened once: when it is completed, it remains true. */
        EVENT,
        /** Somebody or something that other records refer to. */
        THING
    }
}
