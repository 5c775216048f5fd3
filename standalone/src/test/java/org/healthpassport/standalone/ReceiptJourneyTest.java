package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.standalone.ApiClient.Patient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A doctor reads a patient's allergies, and the patient can prove it to a court, over HTTP alone. */
@ExtendWith(SharedPassport.class)
@TestInstance(Lifecycle.PER_CLASS)
class ReceiptJourneyTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private static StandaloneProcess process;
    private static ApiClient api;
    private static String auditor;
    private static String vkey;

    @TempDir
    static Path folder;

    private static Patient ada;
    private static String doctorId;
    private static String hospitalId;
    private static long index;

    @BeforeAll
    void aDoctorReads(SharedPassport.Start passport) throws Exception {
        process = passport.on(Map.of());
        api = new ApiClient(process.api());
        String admin = api.login("admin@localhost", ApiClient.PASSWORD);
        auditor = api.newAuditor(admin);
        vkey = new String(api.get(process.audit().resolve("/audit-log/vkey")).body(), UTF_8).strip();
        ada = api.newPatient();
        String doctor = newDoctor(admin);
        assertThat(api.postJson(
                                path(ada, "/consents"),
                                Map.of(
                                        "grantee",
                                        Map.of("type", "DOCTOR", "id", doctorId),
                                        "scopes",
                                        List.of("RECORDS_READ")),
                                ada.authorization())
                        .statusCode())
                .isEqualTo(201);
        URI allergies = process.api().resolve(path(ada, "/records?type=AllergyIntolerance"));
        assertThat(api.get(allergies, bearer(doctor)).statusCode()).isEqualTo(200);
        index = indexOfRead();
    }

    @Test
    void shouldProveToAnybodyThatTheDoctorReadTheAllergies() throws Exception {
        // when
        HttpResponse<byte[]> answer = receipt(ada, index);

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ApiClient.json(answer).get("statement").asString())
                .contains("the account " + doctorId + " (DOCTOR, Grace Hamilton; hospital " + hospitalId
                        + ", University Hospital) read")
                .contains("of the patient " + ada.patientId() + " by the right CONSENT");
        String file = write("receipt.json", answer.body());
        assertThat(verify(file, vkey))
                .startsWith("0 PROVEN: entry " + index)
                .contains("who      " + doctorId, "role     DOCTOR", "hospital " + hospitalId, ada.patientId());

        // and not if anything in it is changed
        String changed = write(
                "changed.json",
                new String(answer.body(), UTF_8)
                        .replaceFirst("\"salt\":\"..", "\"salt\":\"//")
                        .getBytes(UTF_8));
        assertThat(verify(changed, vkey)).startsWith("1 NOT PROVEN");
    }

    @Test
    void shouldProveTheSameToAnAuditor() throws Exception {
        // given
        JsonNode entry =
                ApiClient.json(api.get(process.audit().resolve("/api/audit/entries/" + index), bearer(auditor)));
        byte[] content = api.get(process.audit().resolve("/api/audit/entries/" + index + "/content"), bearer(auditor))
                .body();
        byte[] proof = api.get(process.audit().resolve("/api/audit/proofs/file?index=" + index), bearer(auditor))
                .body();

        // then
        assertThat(verify(
                        write("proof", proof),
                        write("entry", content),
                        write(
                                "detail",
                                Base64.getDecoder()
                                        .decode(entry.get("detailContent").asString())),
                        entry.get("salt").asString(),
                        vkey))
                .startsWith("0 PROVEN: entry " + index)
                .contains("who      " + doctorId, ada.patientId());
    }

    @Test
    void shouldGiveNobodyTheReceiptOfAnother() throws Exception {
        // given
        Patient other = api.newPatient();

        // then
        assertThat(receipt(other, index).statusCode()).isEqualTo(404);
        assertThat(api.get(process.api().resolve(path(ada, "/accesses/" + index + "/proof")), other.authorization())
                        .statusCode())
                .isEqualTo(404);
        assertThat(receipt(ada, 999_999_999).statusCode()).isEqualTo(404);
        assertThat(receipt(ada, index).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotLetTokensOfPeopleReadTheLogAsApiServiceDoes() throws Exception {
        for (String token : List.of(auditor, ada.authorization()[1].replace("Bearer ", ""))) {
            assertThat(api.get(process.audit().resolve("/internal/log/entries/" + index), bearer(token))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    /** The index of the doctor's read in the list of the patient; waits until it is signed. */
    private static long indexOfRead() {
        URI accesses = process.api().resolve(path(ada, "/accesses"));
        AtomicLong found = new AtomicLong(-1);
        await().atMost(WITHIN).until(() -> {
            HttpResponse<byte[]> page = api.get(accesses, ada.authorization());
            assertThat(page.statusCode()).isEqualTo(200);
            ApiClient.json(page)
                    .get("items")
                    .valueStream()
                    .filter(item -> item.path("action").asString("").equals("READ")
                            && item.path("actor").path("accountId").asString("").equals(doctorId)
                            && item.path("index").isNumber())
                    .forEach(item -> found.set(item.get("index").asLong()));
            return found.get() >= 0 && receipt(ada, found.get()).statusCode() == 200;
        });
        return found.get();
    }

    private static String newDoctor(String admin) throws IOException, InterruptedException {
        String hospitalEmail = UUID.randomUUID() + "@example.org";
        JsonNode hospital = register(Map.of(
                "role",
                "HOSPITAL",
                "email",
                hospitalEmail,
                "password",
                ApiClient.PASSWORD,
                "organizationName",
                "University Hospital"));
        hospitalId = hospital.get("hospitalId").asString();
        activate("/api/admin/accounts/" + hospital.get("accountId").asString() + "/activation", admin);
        String doctorEmail = UUID.randomUUID() + "@example.org";
        JsonNode doctor = register(Map.of(
                "role",
                "DOCTOR",
                "email",
                doctorEmail,
                "password",
                ApiClient.PASSWORD,
                "licenseNumber",
                "D-4711",
                "name",
                Map.of("given", "Grace", "family", "Hamilton"),
                "hospitalId",
                hospitalId));
        doctorId = doctor.get("accountId").asString();
        activate(
                "/api/hospitals/" + hospitalId + "/doctors/" + doctorId + "/activation",
                api.login(hospitalEmail, ApiClient.PASSWORD));
        return api.login(doctorEmail, ApiClient.PASSWORD);
    }

    private static JsonNode register(Map<String, ?> body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = api.postJson("/api/auth/register", body);
        assertThat(answer.statusCode()).as("registration").isEqualTo(201);
        return ApiClient.json(answer);
    }

    private static void activate(String path, String token) throws IOException, InterruptedException {
        assertThat(api.postJson(path, Map.of(), bearer(token)).statusCode()).isEqualTo(204);
    }

    private static HttpResponse<byte[]> receipt(Patient patient, long of) throws IOException, InterruptedException {
        return api.get(process.api().resolve(path(patient, "/accesses/" + of + "/proof")), patient.authorization());
    }

    private static String path(Patient patient, String rest) {
        return "/api/patients/" + patient.patientId() + rest;
    }

    private static String write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static String verify(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "../docs/VerifyProof.java"));
        command.addAll(List.of(arguments));
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(program.getInputStream().readAllBytes(), UTF_8);
        return program.waitFor() + " " + output;
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
