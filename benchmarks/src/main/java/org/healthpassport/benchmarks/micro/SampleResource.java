package org.healthpassport.benchmarks.micro;

import java.nio.charset.StandardCharsets;

/** A valid resource of usual size, 0.8 kB. */
final class SampleResource {
    static final String PATIENT_ID = "0199f1a2-7c3e-7d41-9b5a-3f6c2e8d1a70";

    private static final String JSON = """
            {"resourceType":"AllergyIntolerance","clinicalStatus":{"coding":[{"system":\
            "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},\
            "verificationStatus":{"coding":[{"system":\
            "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification","code":"confirmed"}]},\
            "type":"allergy","category":["food"],"criticality":"high",\
            "code":{"coding":[{"system":"http://snomed.info/sct","code":"91935009","display":"Allergy to peanut"}],\
            "text":"Peanuts"},"patient":{"reference":"Patient/%s"},"onsetDateTime":"2019-04-12",\
            "recordedDate":"2026-11-23T10:15:30Z","note":[{"text":"Hives within minutes, twice."}],\
            "reaction":[{"manifestation":[{"coding":[{"system":"http://snomed.info/sct","code":"126485001",\
            "display":"Urticaria"}]}],"severity":"moderate"}]}""".formatted(PATIENT_ID);

    private SampleResource() {}

    /** The resource as a client sends it, in UTF-8. */
    static byte[] json() {
        return JSON.getBytes(StandardCharsets.UTF_8);
    }
}
