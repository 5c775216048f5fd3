package org.healthpassport.api.consent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.identity.Members.Member;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Requests about consents to the service under test. */
public record ConsentUnderTest(ApiUnderTest api) {

    public static Map<String, Object> toDoctor(Member doctor, String... scopes) {
        return grant("DOCTOR", doctor.accountId(), scopes);
    }

    public static Map<String, Object> toHospital(Member hospital, String... scopes) {
        return grant("HOSPITAL", hospital.hospitalId(), scopes);
    }

    private static Map<String, Object> grant(String type, String id, String... scopes) {
        return new HashMap<>(Map.of("grantee", Map.of("type", type, "id", id), "scopes", List.of(scopes)));
    }

    public ResponseSpec grant(SignedIn caller, SignedIn patient, Map<String, ?> body) {
        return post(caller, path(patient) + "/consents", body);
    }

    /** The id of a consent that must be granted. */
    public String granted(SignedIn patient, Map<String, ?> body) {
        return (String)
                body(grant(patient, patient, body).expectStatus().isCreated()).get("consentId");
    }

    public ResponseSpec revoke(SignedIn caller, SignedIn patient, String consentId) {
        return api.client(caller)
                .delete()
                .uri(path(patient) + "/consents/" + consentId)
                .exchange();
    }

    public ResponseSpec ask(SignedIn caller, SignedIn patient, String... scopes) {
        return post(
                caller,
                path(patient) + "/consent-requests",
                Map.of("scopes", List.of(scopes), "reason", "I treat you on Monday."));
    }

    /** The id of a request that must be taken. */
    public String asked(Member clinician, SignedIn patient, String... scopes) {
        return (String)
                body(ask(clinician.signedIn(), patient, scopes).expectStatus().isCreated())
                        .get("requestId");
    }

    public ResponseSpec approve(SignedIn caller, SignedIn patient, String requestId, String... scopes) {
        return post(
                caller,
                path(patient) + "/consent-requests/" + requestId + "/approval",
                Map.of("scopes", List.of(scopes)));
    }

    public ResponseSpec refuse(SignedIn caller, SignedIn patient, String requestId) {
        return post(caller, path(patient) + "/consent-requests/" + requestId + "/refusal", Map.of());
    }

    public ResponseSpec readRecords(Member clinician, SignedIn patient) {
        return get(clinician.signedIn(), path(patient) + "/records");
    }

    public ResponseSpec get(SignedIn caller, String path) {
        return api.client(caller).get().uri(path).exchange();
    }

    public ResponseSpec post(SignedIn caller, String path, Map<String, ?> body) {
        return api.client(caller).post().uri(path).bodyValue(body).exchange();
    }

    /** The items of a list. */
    public List<?> items(SignedIn caller, String path) {
        return (List<?>) body(get(caller, path).expectStatus().isOk()).get("items");
    }

    public static String path(SignedIn patient) {
        return "/api/patients/" + patient.patientId();
    }

    public static Map<?, ?> body(ResponseSpec answer) {
        return Objects.requireNonNull(
                answer.expectBody(Map.class).returnResult().getResponseBody());
    }
}
