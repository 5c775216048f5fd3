package org.healthpassport.benchmarks.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthpassport.benchmarks.load.Body;
import org.healthpassport.benchmarks.load.Request;
import tools.jackson.databind.json.JsonMapper;

/** Bodies of requests. */
final class Json {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A report has so many results. */
    private static final int RESULTS = 300;

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

    /** A heart rate as devices send it, 0.5 kB. */
    static Body vitalSign() {
        return Body.of(heartRate("").getBytes(UTF_8));
    }

    /** A report that contains its results, 140 kB. */
    static Body report() {
        String results = IntStream.range(0, RESULTS)
                .mapToObj(i -> "{\"reference\":\"#r%d\"}".formatted(i))
                .collect(Collectors.joining(","));
        String contained = IntStream.range(0, RESULTS)
                .mapToObj(i -> heartRate("\"id\":\"r%d\",".formatted(i)))
                .collect(Collectors.joining(","));
        return Body.of("""
                {"resourceType":"DiagnosticReport","contained":[%s],"status":"final",\
                "code":{"coding":[{"system":"http://loinc.org","code":"18750-0","display":"Cardiac electrophysiology report"}]},\
                "effectiveDateTime":"2026-11-23","issued":"2026-11-23T10:15:30Z","result":[%s],"conclusion":"Sinus rhythm"}""".formatted(contained, results).getBytes(UTF_8));
    }

    private static String heartRate(String identity) {
        return """
                {"resourceType":"Observation",%s"status":"final",\
                "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],\
                "code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}]},\
                "effectiveDateTime":"2026-11-23T10:15:30Z",\
                "valueQuantity":{"value":72,"unit":"beats/minute","system":"http://unitsofmeasure.org","code":"/min"}}""".formatted(identity);
    }
}
