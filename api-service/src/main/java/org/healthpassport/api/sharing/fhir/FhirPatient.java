package org.healthpassport.api.sharing.fhir;

import org.healthpassport.api.patient.PatientState;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A patient as a FHIR {@code Patient}. */
final class FhirPatient {
    private static final String DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private FhirPatient() {}

    static ObjectNode of(PatientState patient) {
        ObjectNode resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Patient")
                .put("id", patient.patientId());
        ObjectNode name = resource.putArray("name").addObject().put("use", "official");
        String family = patient.name().family();
        if (family != null) {
            name.put("family", family);
        }
        String given = patient.name().given();
        if (given != null) {
            name.putArray("given").add(given);
        }
        return resource.put("birthDate", patient.birthDate().value());
    }

    /** A patient of whom only the id can be read, with FHIR's extension for a required element that is missing. */
    static ObjectNode unreadable(String patientId) {
        ObjectNode resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Patient")
                .put("id", patientId);
        absent(resource.putArray("name").addObject());
        absent(resource.putObject("_birthDate"));
        return resource;
    }

    private static void absent(ObjectNode element) {
        element.putArray("extension").addObject().put("url", DATA_ABSENT).put("valueCode", "error");
    }
}
