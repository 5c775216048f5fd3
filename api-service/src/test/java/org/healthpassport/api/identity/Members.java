package org.healthpassport.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Hospitals and doctors that register with the service under test. */
public record Members(ApiUnderTest api) {

    /** A hospital that an administrator has activated. */
    public Member hospital() {
        Member hospital = pendingHospital();
        activateHospital(hospital.accountId()).expectStatus().isNoContent().expectBody();
        return hospital;
    }

    /** A doctor whom their hospital has activated. */
    public Member doctor(Member hospital) {
        Member doctor = pendingDoctor(hospital);
        activateDoctor(hospital, doctor.accountId())
                .expectStatus()
                .isNoContent()
                .expectBody();
        return doctor;
    }

    /** A further administrator of a hospital, who was invited by mail and has chosen a password. */
    public Member furtherAdministrator(Member hospital) {
        String email = UUID.randomUUID() + "@example.org";
        Map<?, ?> invitation = api.client(hospital.signedIn())
                .post()
                .uri("/api/hospitals/{id}/administrators", hospital.hospitalId())
                .bodyValue(Map.of("email", email, "name", "Florence Example"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        assertThat(invitation).isNotNull();
        api.client()
                .post()
                .uri("/api/auth/password-reset/confirm")
                .bodyValue(Map.of("token", new Mailbox(api, email).token(1), "password", ApiUnderTest.PASSWORD))
                .exchange()
                .expectStatus()
                .isNoContent()
                .expectBody();
        return new Member(
                hospital.hospitalId(),
                new SignedIn((String) invitation.get("accountId"), "", email, api.logIn(email, ApiUnderTest.PASSWORD)));
    }

    public Member pendingHospital() {
        return signIn(hospitalRegistration());
    }

    public Member pendingDoctor(Member hospital) {
        return signIn(doctorRegistration(hospital.hospitalId()));
    }

    public ResponseSpec activateHospital(String accountId) {
        return api.client(api.administrator())
                .post()
                .uri("/api/admin/accounts/{id}/activation", accountId)
                .exchange();
    }

    public ResponseSpec activateDoctor(Member hospital, String accountId) {
        return api.client(hospital.signedIn())
                .post()
                .uri("/api/hospitals/{id}/doctors/{id}/activation", hospital.hospitalId(), accountId)
                .exchange();
    }

    public ResponseSpec register(Map<String, Object> registration) {
        return api.client()
                .post()
                .uri("/api/auth/register")
                .bodyValue(registration)
                .exchange();
    }

    /** The body of a valid registration. */
    public static Map<String, Object> hospitalRegistration() {
        return new HashMap<>(Map.of(
                "role",
                "HOSPITAL",
                "email",
                UUID.randomUUID() + "@example.org",
                "password",
                ApiUnderTest.PASSWORD,
                "organizationName",
                "General Hospital"));
    }

    /** The body of a registration that is valid if the hospital exists and is active. */
    public static Map<String, Object> doctorRegistration(String hospitalId) {
        return new HashMap<>(Map.of(
                "role",
                "DOCTOR",
                "email",
                UUID.randomUUID() + "@example.org",
                "password",
                ApiUnderTest.PASSWORD,
                "name",
                Map.of("given", "Grace", "family", "Example"),
                "licenseNumber",
                "L-77",
                "hospitalId",
                hospitalId));
    }

    private Member signIn(Map<String, Object> registration) {
        Map<?, ?> account = register(registration)
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        assertThat(account).isNotNull();
        String email = (String) registration.get("email");
        return new Member(
                (String) account.get("hospitalId"),
                new SignedIn((String) account.get("accountId"), "", email, api.logIn(email, ApiUnderTest.PASSWORD)));
    }

    /** A hospital or one of its doctors, with an access token that is older than the activation of the account. */
    public record Member(String hospitalId, SignedIn signedIn) {

        public String accountId() {
            return signedIn.accountId();
        }
    }
}
