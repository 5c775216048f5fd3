package org.healthpassport.api.sharing.fhir;

import org.healthpassport.api.patient.PatientState;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A patient as a FHIR {@code Patient}. */
final class FhirPatient {
    private FhirPatient() {}

    static ObjectNode of(PatientState patient) {
        ObjectNode resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Patient")
                .put("id", patient.patientId());
        ObjectNode name = resource.putArray("name").addObject();
        name.put("use", "official").put("family", patient.name().family());
        name.putArray("given").add(patient.name().given());
        return resource.put("birthDate", patient.birthDate().toString());
    }
}
