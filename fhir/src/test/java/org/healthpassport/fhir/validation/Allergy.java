package org.healthpassport.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/** An allergy to start from, and others with something added. */
final class Allergy {
    private static final String START = """
            {
              "resourceType": "AllergyIntolerance",
              "clinicalStatus": {"coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active"}]},
              "code": {"text": "Penicillin"},
              "patient": {"reference": "Patient/1"}%s
            }
            """;

    private Allergy() {}

    /** @param members JSON of further members, empty for none */
    static ObjectNode with(String members) {
        return FhirJson.parse(
                START.formatted(members.isEmpty() ? "" : "," + members).getBytes(UTF_8));
    }
}
