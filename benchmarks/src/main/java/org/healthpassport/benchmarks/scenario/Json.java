package org.healthpassport.benchmarks.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.healthpassport.benchmarks.load.Body;
import org.healthpassport.benchmarks.load.Request;
import tools.jackson.databind.json.JsonMapper;

/** Bodies of requests. */
final class Json {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Json() {}

    static Request post(String path, Map<String, ?> members) {
        return Request.post(path, "application/json", Body.of(JSON.writeValueAsBytes(members)));
    }

    /**
     * An allergy as hospitals send it, 0.8 kB.
     *
     * @param identity more members with a comma after each, such as the id of the record that it replaces
     */
    static Body allergy(String identity, String note) {
        return Body.of("""
                {"resourceType":"AllergyIntolerance",%s\
                "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},\
                "verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-verification","code":"confirmed"}]},\
                "type":"allergy","category":["medication"],"criticality":"high",\
                "code":{"coding":[{"system":"http://snomed.info/sct","code":"91936005","display":"Allergy to penicillin"}],"text":"Penicillin"},\
                "onsetDateTime":"2012-04-01","recordedDate":"2020-06-30",\
                "note":[{"text":"%s"}],\
                "reaction":[{"substance":{"coding":[{"system":"http://snomed.info/sct","code":"764146007","display":"Penicillin"}]},\
                "manifestation":[{"coding":[{"system":"http://snomed.info/sct","code":"39579001","display":"Anaphylaxis"}],"text":"Anaphylaxis"}],"severity":"severe"}]}""".formatted(identity, note).getBytes(UTF_8));
    }
}
