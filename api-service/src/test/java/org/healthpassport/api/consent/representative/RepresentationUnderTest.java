package org.healthpassport.api.consent.representative;

import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Requests about representatives to the service under test. */
public record RepresentationUnderTest(ApiUnderTest api) {
    /** All rights. */
    public static final String[] ALL = {"READ", "WRITE", "SHARE", "CONSENT"};

    public static Map<String, Object> dependant() {
        return Map.of("name", Map.of("given", "Kim", "family", "Example"), "birthDate", "2008-05-17");
    }

    /** A passport without a login, which the parent represents. */
    public SignedIn child(SignedIn parent) {
        Map<?, ?> made = body(http().post(parent, "/api/me/dependants", dependant())
                .expectStatus()
                .isCreated());
        return new SignedIn("", (String) made.get("patientId"), "", "");
    }

    /** Somebody who uses their own token for the passport of a patient. */
    public static SignedIn as(SignedIn caller, SignedIn patient) {
        return new SignedIn(caller.accountId(), patient.patientId(), caller.email(), caller.accessToken());
    }

    /** @param rights none for a relation that has all of them */
    public static Map<String, Object> offer(String relation, String... rights) {
        Map<String, Object> offer = new HashMap<>(Map.of("relation", relation));
        if (rights.length > 0) {
            offer.put("rights", List.of(rights));
        }
        return offer;
    }

    public ResponseSpec invite(SignedIn caller, SignedIn patient, String relation, String... rights) {
        return http().post(caller, path(patient) + "/representatives", offer(relation, rights));
    }

    /** An invitation that must be made. */
    public Map<?, ?> invited(SignedIn caller, SignedIn patient, String relation, String... rights) {
        return body(invite(caller, patient, relation, rights).expectStatus().isCreated());
    }

    public ResponseSpec accept(SignedIn caller, Object code) {
        return http().post(caller, "/api/me/representations", Map.of("invitation", code));
    }

    /** The id of a carer who must become one. */
    public String represented(SignedIn inviter, SignedIn patient, SignedIn carer, String... rights) {
        Map<?, ?> invitation = invited(inviter, patient, "CARER", rights);
        accept(carer, invitation.get("invitation")).expectStatus().isOk().expectBody();
        return (String) invitation.get("representativeId");
    }

    public ResponseSpec end(SignedIn caller, SignedIn patient, Object representativeId) {
        return api.client(caller)
                .delete()
                .uri(path(patient) + "/representatives/" + representativeId)
                .exchange();
    }

    private ConsentUnderTest http() {
        return new ConsentUnderTest(api);
    }
}
