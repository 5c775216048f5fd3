package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.healthpassport.standalone.demo.Demo;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A demo that is killed while it creates data is complete after the next start. */
class DemoTest {
    private static final String ADA = "ada.example@example.org";
    private static final String BEN = "ben.example@example.org";

    private static final Map<String, String> ROLES = Map.of(
            "demo.administrator@example.org",
            "ADMIN",
            "demo.auditor@example.org",
            "AUDITOR",
            "demo.hospital@example.org",
            "HOSPITAL",
            "grace.example@example.org",
            "DOCTOR",
            ADA,
            "PATIENT",
            BEN,
            "PATIENT",
            "clara.example@example.org",
            "PATIENT");

    @Test
    void shouldMakeEverythingOnceEvenIfKilledMeanwhile(@TempDir Path data) throws Exception {
        try (StandaloneProcess passport = StandaloneProcess.on(data, Map.of("HEALTHPASSPORT_DEMO", "true"))) {
            // given a demo that was killed just after its first patient got the first record
            passport.start();
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> passport.status(Port.API, "/actuator/health/readiness") == 200);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !PatientTopic.events(passport.kafka(), data).isEmpty());
            passport.kill();
            assertThat(passport.text()).doesNotContain("Stop it with");
            Map<String, String> passwords = passwordsIn(data);
            assertThat(passwords.keySet()).isEqualTo(ROLES.keySet());

            // when it is started again
            passport.start().awaitReady();

            // then all data exists, all logins are printed, and all logins work
            assertThat(passport.text()).contains("never keep data of real patients");
            passwords.forEach((email, password) ->
                    assertThat(passport.output()).anyMatch(line -> line.contains(email) && line.endsWith(password)));
            List<JsonNode> found = look(passport, passwords);
            assertThat(viewUrl(passport)).startsWith(passport.api() + "/view#shlink:/");
            assertThat(new ApiClient(passport.api())
                            .get(passport.api().resolve("/view"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(data.resolve("first-administrator-password")).doesNotExist();

            // and another start creates nothing new
            assertThat(Demo.in(data).prepare(passport.api())).contains(viewUrl(passport));
            assertThat(look(passport, passwords)).isEqualTo(found);
        }
    }

    /** Each account's view of itself, of its records, documents and QR codes, and of those whom it treats or represents. */
    private static List<JsonNode> look(StandaloneProcess passport, Map<String, String> passwords)
            throws IOException, InterruptedException {
        ApiClient api = new ApiClient(passport.api());
        List<JsonNode> all = new ArrayList<>();
        for (String email : ROLES.keySet()) {
            String[] token = {"Authorization", "Bearer " + api.login(email, passwords.get(email))};
            JsonNode account = get(api, passport, "/api/me", token);
            assertThat(account.get("role").asString()).isEqualTo(ROLES.get(email));
            assertThat(account.get("status").asString()).isEqualTo("ACTIVE");
            all.add(account);
            if (account.has("patientId")) {
                String patient = "/api/patients/" + account.get("patientId").asString();
                List<JsonNode> records = items(api, passport, patient + "/records", token);
                List<JsonNode> documents = items(api, passport, patient + "/documents", token);
                List<JsonNode> qrCodes = items(api, passport, patient + "/qr-codes", token);
                assertThat(records)
                        .hasSize(
                                switch (email) {
                                    case ADA -> 8;
                                    case BEN -> 2;
                                    default -> 5;
                                });
                assertThat(documents).hasSize(1);
                assertThat(qrCodes).hasSize(email.startsWith("ada") ? 1 : 0);
                all.addAll(records);
                List<JsonNode> consents = items(api, passport, patient + "/consents", token);
                List<JsonNode> represented = items(api, passport, "/api/me/patients", token);
                assertThat(statuses(consents))
                        .isEqualTo(
                                switch (email) {
                                    case ADA -> List.of("REVOKED");
                                    case BEN -> List.of("ACTIVE");
                                    default -> List.of();
                                });
                assertThat(represented).hasSize(email.equals(BEN) ? 1 : 0);
                for (JsonNode one : represented) {
                    all.addAll(items(
                            api,
                            passport,
                            "/api/patients/" + one.get("patientId").asString() + "/records",
                            token));
                }
                all.addAll(consents);
                documents.forEach(document -> all.add(document.get("documentId")));
                qrCodes.forEach(qrCode -> all.add(qrCode.get("qrCodeId")));
            } else if (account.get("role").asString().equals("HOSPITAL")) {
                String hospital = "/api/hospitals/" + account.get("hospitalId").asString();
                List<JsonNode> emergencies = items(api, passport, hospital + "/emergency-accesses", token);
                assertThat(emergencies)
                        .singleElement()
                        .satisfies(access -> assertThat(
                                        access.at("/review/finding").asString())
                                .isEqualTo("JUSTIFIED"));
                all.addAll(emergencies);
            } else if (account.get("role").asString().equals("DOCTOR")) {
                List<JsonNode> patients = items(api, passport, "/api/me/patients", token);
                assertThat(patients).hasSize(1);
                all.addAll(patients);
            }
        }
        return all;
    }

    private static List<String> statuses(List<JsonNode> items) {
        return items.stream().map(item -> item.get("status").asString()).toList();
    }

    private static List<JsonNode> items(ApiClient api, StandaloneProcess passport, String path, String[] token)
            throws IOException, InterruptedException {
        return StreamSupport.stream(get(api, passport, path, token).get("items").spliterator(), false)
                .toList();
    }

    private static JsonNode get(ApiClient api, StandaloneProcess passport, String path, String[] token)
            throws IOException, InterruptedException {
        return ApiClient.json(api.get(passport.api().resolve(path), token));
    }

    private static String viewUrl(StandaloneProcess passport) {
        return passport.text()
                .lines()
                .filter(line -> line.contains("QR code of Ada"))
                .map(line -> line.replaceAll(".* ", ""))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> passwordsIn(Path data) throws IOException {
        return Files.readAllLines(data.resolve("demo-passwords")).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
