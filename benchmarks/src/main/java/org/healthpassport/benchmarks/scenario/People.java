package org.healthpassport.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.benchmarks.load.Answer;
import org.healthpassport.benchmarks.load.Clients;
import org.healthpassport.benchmarks.load.Exchange;
import org.healthpassport.benchmarks.load.Request;
import org.healthpassport.benchmarks.product.Product;

/** Patients and an auditor, made through the API like everybody. */
public final class People {
    private static final int PATIENTS = 60;
    /** As many as register without being refused for haste. */
    private static final int AT_ONCE = 8;

    private static final String PASSWORD = "correct horse battery";
    /** Tokens are valid for ten minutes, and the longest slice of work takes five. */
    private static final Duration LOGIN_AGAIN_AFTER = Duration.ofMinutes(4);

    private final Api api;
    private final List<Patient> patients = new ArrayList<>();
    private String auditorToken = "";
    private long loggedInAt;

    public People(Clients clients) {
        this.api = new Api(clients);
    }

    /** Registers everybody. */
    public void arrive() throws InterruptedException {
        List<Exchange> registrations = new ArrayList<>();
        for (int i = 0; i < PATIENTS; i++) {
            registrations.add(registration("patient-" + i + "@example.org"));
        }
        api.all(registrations, AT_ONCE);
        String administrator = token(api.call(login(Product.ADMINISTRATOR, Product.ADMINISTRATOR_PASSWORD)));
        api.call(Json.post(
                        "/api/admin/accounts",
                        Map.of(
                                "role",
                                "AUDITOR",
                                "email",
                                "auditor@example.org",
                                "password",
                                PASSWORD,
                                "name",
                                "Auditor"))
                .authorized(administrator)
                .expecting(201));
        logIn();
    }

    /** Another patient, who has nothing yet and takes no part in the other scenarios. */
    Patient newcomer(String email) throws InterruptedException {
        List<Patient> before = List.copyOf(patients);
        api.all(List.of(registration(email)), 1);
        Patient newcomer = patients.get(before.size());
        patients.remove(newcomer);
        logIn(newcomer);
        return newcomer;
    }

    void logIn(Patient patient) throws InterruptedException {
        patient.loggedIn(token(api.call(login(patient.email(), PASSWORD))));
    }

    /** Logs everybody in again before their tokens expire. */
    void keepLoggedIn() throws InterruptedException {
        if (System.nanoTime() - loggedInAt > LOGIN_AGAIN_AFTER.toNanos()) {
            logIn();
        }
    }

    List<Patient> patients() {
        return patients;
    }

    String auditorToken() {
        return auditorToken;
    }

    Api api() {
        return api;
    }

    static Request login(Patient patient) {
        return login(patient.email(), PASSWORD);
    }

    private void logIn() throws InterruptedException {
        List<Exchange> logins = new ArrayList<>();
        for (Patient patient : patients) {
            logins.add(new Exchange(login(patient).keepingAnswer(), answer -> patient.loggedIn(token(answer))));
        }
        api.all(logins, AT_ONCE);
        auditorToken = token(api.call(login("auditor@example.org", PASSWORD)));
        loggedInAt = System.nanoTime();
    }

    private Exchange registration(String email) {
        return new Exchange(
                Json.post(
                                "/api/auth/register",
                                Map.of(
                                        "role",
                                        "PATIENT",
                                        "email",
                                        email,
                                        "password",
                                        PASSWORD,
                                        "name",
                                        Map.of("given", "Ada", "family", "Example"),
                                        "birthDate",
                                        "1985-12-10"))
                        .expecting(201)
                        .keepingAnswer(),
                answer -> {
                    if (answer.status() == 201) {
                        patients.add(new Patient(
                                email, answer.json().get("patientId").asString()));
                    }
                });
    }

    private static Request login(String email, String password) {
        return Json.post("/api/auth/login", Map.of("email", email, "password", password));
    }

    private static String token(Answer answer) {
        return answer.status() == 200 ? answer.json().get("access_token").asString() : "";
    }
}
