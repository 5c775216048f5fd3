/**
 * The sections of patient summaries, with their LOINC codes and the types of records that usually belong to them: the catalog of
 * record types, which a test compares. Those with a `display` are in every summary that this service writes, the others if there
 * is something in them. The service reads the array, too, so it must stay JSON.
 */
export const SECTIONS = [
  { "title": "Problems", "code": "11450-4", "display": "Problem list - Reported", "types": ["Condition"] },
  { "title": "Allergies and intolerances", "code": "48765-2", "display": "Allergies and adverse reactions Document", "types": ["AllergyIntolerance"] },
  { "title": "Medications", "code": "10160-0", "display": "History of Medication use Narrative", "types": ["MedicationAdministration", "MedicationRequest", "MedicationStatement"] },
  { "title": "Immunizations", "code": "11369-6", "types": ["Immunization"] },
  { "title": "Procedures", "code": "47519-4", "types": ["Procedure"] },
  { "title": "Devices", "code": "46264-8", "types": ["Device", "DeviceUseStatement", "SupplyDelivery"] },
  { "title": "Results", "code": "30954-2", "types": ["DiagnosticReport", "ImagingStudy", "Observation", "Specimen"] },
  { "title": "Vital signs", "code": "8716-3", "types": [] },
  { "title": "Social history", "code": "29762-2", "types": [] },
  { "title": "Plans of care", "code": "18776-5", "types": ["CarePlan", "Goal", "ServiceRequest"] },
  { "title": "Family history", "code": "10157-6", "types": ["FamilyMemberHistory"] },
  { "title": "Encounters", "code": "46240-8", "types": ["Encounter"] },
  { "title": "Care team", "code": "85847-2", "types": ["CareTeam"] },
  { "title": "Questionnaires", "code": "74465-6", "types": ["QuestionnaireResponse"] },
  { "title": "Coverage and claims", "code": "48768-6", "types": ["Claim", "Coverage", "ExplanationOfBenefit"] }
];
