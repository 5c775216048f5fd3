/**
 * The sections of patient summaries, with their LOINC codes and the resource types that belong to them. Those with a `display`
 * are in every summary that this service writes, in this order. The service reads the array, too, so it must stay JSON.
 */
export const SECTIONS = [
  { "title": "Problems", "code": "11450-4", "display": "Problem list - Reported", "types": ["Condition"] },
  { "title": "Allergies and intolerances", "code": "48765-2", "display": "Allergies and adverse reactions Document", "types": ["AllergyIntolerance"] },
  { "title": "Medications", "code": "10160-0", "display": "History of Medication use Narrative", "types": ["MedicationStatement", "MedicationRequest"] },
  { "title": "Immunizations", "code": "11369-6", "types": ["Immunization"] },
  { "title": "Procedures", "code": "47519-4", "types": ["Procedure"] },
  { "title": "Results", "code": "30954-2", "types": ["DiagnosticReport", "Observation"] },
  { "title": "Devices", "code": "46264-8", "types": ["Device", "DeviceUseStatement"] },
  { "title": "Family history", "code": "10157-6", "types": ["FamilyMemberHistory"] },
  { "title": "Plans of care", "code": "18776-5", "types": ["CarePlan"] },
  { "title": "Encounters", "code": "46240-8", "types": ["Encounter"] }
];
