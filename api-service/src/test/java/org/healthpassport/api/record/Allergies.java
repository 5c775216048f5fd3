package org.healthpassport.api.record;

import java.nio.charset.StandardCharsets;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Keeps allergies of a patient over HTTP. */
public final class Allergies {
    private static final MediaType FHIR_JSON = MediaType.parseMediaType("application/fhir+json");

    private final ApiUnderTest api;
    private final SignedIn patient;

    public Allergies(ApiUnderTest api, SignedIn patient) {
        this.api = api;
        this.patient = patient;
    }

    /** A valid resource. */
    public static String to(String substance) {
        return with("\"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"" + code(substance)
                + "\"}],\"text\":\"" + substance + "\"}");
    }

    /** A valid resource that names its patient. */
    public static String of(SignedIn patient) {
        return with("\"patient\":{\"reference\":\"Patient/" + patient.patientId() + "\"}");
    }

    /** A valid resource with these members besides those that it must have. */
    static String with(String members) {
        return """
                {"resourceType":"AllergyIntolerance","clinicalStatus":{"coding":[{"system":\
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},%s}""".formatted(members);
    }

    public static String code(String substance) {
        return Integer.toString(Math.abs(substance.hashCode()));
    }

    public String patientId() {
        return patient.patientId();
    }

    String list() {
        return "/api/patients/" + patient.patientId() + "/records";
    }

    /** The path of a new record. */
    public String create(String resource) {
        String location = post(resource)
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst("Location");
        return location.replace(ApiUnderTest.PUBLIC_URL, "");
    }

    public ResponseSpec post(String resource) {
        return post(list(), resource);
    }

    public ResponseSpec post(String path, String resource) {
        return api.client(patient)
                .post()
                .uri(path)
                .contentType(FHIR_JSON)
                .bodyValue(resource)
                .exchange();
    }

    ResponseSpec get(String path) {
        return api.client(patient).get().uri(path).exchange();
    }

    public ResponseSpec put(String path, long version, String resource) {
        return api.client(patient)
                .put()
                .uri(path)
                .header("If-Match", tag(version))
                .contentType(FHIR_JSON)
                .bodyValue(resource)
                .exchange();
    }

    public ResponseSpec delete(String path, long version) {
        return api.client(patient)
                .method(HttpMethod.DELETE)
                .uri(path)
                .header("If-Match", tag(version))
                .exchange();
    }

    public String text(String path) {
        return text(get(path).expectStatus().isOk());
    }

    public static String text(ResponseSpec answer) {
        EntityExchangeResult<byte[]> result = answer.expectBody().returnResult();
        return new String(result.getResponseBody(), StandardCharsets.UTF_8);
    }

    static String idIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String tag(long version) {
        return "W/\"" + version + '"';
    }
}
