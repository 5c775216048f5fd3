package org.healthpassport.standalone.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Creates the auditor, the hospital and its doctor. Skips every step that was done before. */
final class DemoStaff {
    static final String ADMINISTRATOR = "demo.administrator@example.org";
    static final String AUDITOR = "demo.auditor@example.org";
    static final String HOSPITAL = "demo.hospital@example.org";
    static final String DOCTOR = "grace.example@example.org";
    static final List<String> ALL = List.of(ADMINISTRATOR, AUDITOR, HOSPITAL, DOCTOR);

    static final String REGISTRATION = "/api/auth/register";

    private final DemoClient anonymous;
    private final DemoPasswords passwords;

    DemoStaff(DemoClient anonymous, DemoPasswords passwords) {
        this.anonymous = anonymous;
        this.passwords = passwords;
    }

    /** The hospital, whose doctors may take emergency access, and its doctor. */
    record Clinic(String hospitalId, DemoClient hospital, DemoClient doctor) {}

    Clinic prepare() throws IOException, InterruptedException {
        DemoClient administrator = anonymous.logIn(passwords.of(ADMINISTRATOR));
        administrator.createAccount(
                "/api/admin/accounts", passwords.of(AUDITOR), Map.of("role", "AUDITOR", "name", "Alan Example"));
        DemoClient hospital = anonymous.createAccount(
                REGISTRATION,
                passwords.of(HOSPITAL),
                Map.of("role", "HOSPITAL", "organizationName", "Example General Hospital"));
        JsonNode hospitalAccount = hospital.get("/api/me");
        String hospitalId = hospitalAccount.get("hospitalId").asString();
        activate(administrator, "/api/admin/accounts/", hospitalAccount);
        DemoClient doctor = anonymous.createAccount(
                REGISTRATION,
                passwords.of(DOCTOR),
                Map.of(
                        "role",
                        "DOCTOR",
                        "name",
                        Map.of("given", "Grace", "family", "Example"),
                        "licenseNumber",
                        "EX-1906",
                        "hospitalId",
                        hospitalId));
        activate(hospital, "/api/hospitals/" + hospitalId + "/doctors/", doctor.get("/api/me"));
        administrator
                .post("/api/admin/hospitals/" + hospitalId + "/emergency-access", Map.of())
                .require(204);
        return new Clinic(hospitalId, hospital, doctor);
    }

    private static void activate(DemoClient by, String accounts, JsonNode account)
            throws IOException, InterruptedException {
        if (account.get("status").asString().equals("PENDING")) {
            by.post(accounts + account.get("accountId").asString() + "/activation", Map.of())
                    .require(204);
        }
    }
}
