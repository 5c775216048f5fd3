package org.healthpassport.api.consent.emergency;

import static org.healthpassport.api.consent.ConsentUnderTest.path;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.emergency.EmergencyDecisions.Places;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.jspecify.annotations.Nullable;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Requests about emergency accesses to the service under test. */
public record EmergencyUnderTest(ApiUnderTest api) {
    public static final String REASON = "Unconscious after an accident; allergies unknown.";

    /** An active hospital whose doctors may take emergency access. */
    public Member enabledHospital() {
        Member hospital = new Members(api).hospital();
        enable(hospital).expectStatus().isNoContent().expectBody();
        return hospital;
    }

    public ResponseSpec enable(Member hospital) {
        return http().post(api.administrator(), switchOf(hospital.hospitalId()), Map.of());
    }

    public ResponseSpec disable(Member hospital) {
        return api.client(api.administrator())
                .delete()
                .uri(switchOf(hospital.hospitalId()))
                .exchange();
    }

    public static String switchOf(String hospitalId) {
        return "/api/admin/hospitals/" + hospitalId + "/emergency-access";
    }

    public ResponseSpec take(SignedIn caller, SignedIn patient) {
        return take(caller, patient, null);
    }

    public ResponseSpec take(SignedIn caller, SignedIn patient, @Nullable String totp) {
        Map<String, Object> body = new HashMap<>(Map.of("reason", REASON));
        if (totp != null) {
            body.put("totp", totp);
        }
        return http().post(caller, path(patient) + "/emergency-access", body);
    }

    /** The end of an access that must be given. */
    public Instant taken(Member doctor, SignedIn patient) {
        return expiresAt(take(doctor.signedIn(), patient).expectStatus().isCreated());
    }

    public static Instant expiresAt(ResponseSpec answer) {
        return Instant.parse((String) ConsentUnderTest.body(answer).get("expiresAt"));
    }

    /** Saves an access that has just come to its end. */
    public void saveExpired(SignedIn doctor, String hospitalId, SignedIn patient) {
        Instant before = Instant.now().minus(EmergencyDecisions.LASTS);
        api.bean(EmergencyAccesses.class)
                .create(
                        UUID.randomUUID().toString(),
                        EmergencyDecisions.take(
                                patient.patientId(),
                                doctor.accountId(),
                                hospitalId,
                                REASON,
                                new Places(0, 0),
                                before,
                                before))
                .block(Duration.ofSeconds(30));
    }

    /** The items of the hospital's list. */
    public List<?> items(SignedIn caller, Member hospital, String query) {
        return http().items(caller, listOf(hospital) + query);
    }

    /** The id of the only access of a hospital. */
    public String onlyOne(Member hospital) {
        return (String) ((Map<?, ?>) items(hospital.signedIn(), hospital, "").get(0)).get("id");
    }

    /** The id of the newest access of a doctor of that hospital. */
    public String newest(Member hospital, SignedIn doctor) {
        return (String) items(hospital.signedIn(), hospital, "?limit=200").stream()
                .map(item -> (Map<?, ?>) item)
                .filter(item ->
                        ((Map<?, ?>) item.get("doctor")).get("accountId").equals(doctor.accountId()))
                .findFirst()
                .orElseThrow()
                .get("id");
    }

    public ResponseSpec review(SignedIn caller, Member hospital, String id, String finding, @Nullable String note) {
        Map<String, Object> body = new HashMap<>(Map.of("finding", finding));
        if (note != null) {
            body.put("note", note);
        }
        return http().post(caller, listOf(hospital) + '/' + id + "/review", body);
    }

    public static String listOf(Member hospital) {
        return "/api/hospitals/" + hospital.hospitalId() + "/emergency-accesses";
    }

    private ConsentUnderTest http() {
        return new ConsentUnderTest(api);
    }
}
