package org.healthpassport.api.sharing.fhir;

import org.healthpassport.api.patient.PatientResource;
import org.healthpassport.api.patient.PatientState;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A patient as a FHIR {@code Patient}. */
final class FhirPatient {
    private static final String DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private FhirPatient() {}

    /** Without what nobody asked for, such as addresses and numbers. */
    static ObjectNode of(PatientState patient) {
        ObjectNode whole = PatientResource.of(patient);
        ObjectNode resource = named(patient.patientId());
        ObjectNode name = resource.putArray("name").addObject().put("use", "official");
        String family = patient.name().family();
        if (family != null) {
            name.put("family", family);
        }
        String given = patient.name().given();
        if (given != null) {
            name.putArray("given").add(given);
        }
        if (whole.path("gender").isString()) {
            resource.set("gender", whole.get("gender"));
        }
        return resource.put("birthDate", patient.birthDate().value());
    }

    /** A patient of whom only the id can be read, with FHIR's extension for a required element that is missing. */
    static ObjectNode unreadable(String patientId) {
        ObjectNode resource = named(patientId);
        absent(resource.putArray("name").addObject());
        absent(resource.putObject("_birthDate"));
        return resource;
    }

    private static ObjectNode named(String patientId) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Patient")
                .put("id", patientId);
    }

    private static void absent(ObjectNode element) {
        element.putArray("extension").addObject().put("url", DATA_ABSENT).put("valueCode", "error");
    }
}
