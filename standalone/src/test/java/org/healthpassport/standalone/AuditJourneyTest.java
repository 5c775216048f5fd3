package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.audit.verify.VerifyCommand;
import org.healthpassport.standalone.ApiClient.Patient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An auditor sees and proves the accesses to a patient's data, over HTTP alone. */
@ExtendWith(SharedPassport.class)
@TestInstance(Lifecycle.PER_CLASS)
class AuditJourneyTest {
    private static final Duration PROVABLE_WITHIN = Duration.ofSeconds(30);
    private static final String NOBODY = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14";

    private static StandaloneProcess process;
    private static ApiClient api;
    private static String auditor;

    @TempDir
    Path folder;

    @BeforeAll
    void start(SharedPassport.Start passport) throws Exception {
        process = passport.on(surroundings());
        api = new ApiClient(process.api());
        auditor = api.newAuditor(api.login("admin@localhost", ApiClient.PASSWORD));
    }

    /** The settings of store and broker; empty for the embedded ones. */
    Map<String, String> surroundings() {
        return Map.of();
    }

    @Test
    void shouldShowAnAuditorWhoSawAndWhoTried() throws Exception {
        // given a document that its patient reads, and another patient asks for
        Patient owner = api.newPatient();
        Patient other = api.newPatient();
        String documentId = documentOf(owner);
        assertThat(owner.content(documentId).statusCode()).isEqualTo(200);
        assertThat(other.content(documentId).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> foreign = api.get(
                process.api().resolve("/api/patients/" + owner.patientId() + "/documents"), other.authorization());
        assertThat(foreign.statusCode()).isEqualTo(404);

        // then the auditor sees all accesses under that patient, newest first
        await().atMost(PROVABLE_WITHIN)
                .untilAsserted(() -> assertThat(types(entries("patient=" + owner.patientId())))
                        .contains(
                                "org.healthpassport.document.received.v1",
                                "org.healthpassport.document.stored.v1",
                                "org.healthpassport.access.data-read.v1",
                                "org.healthpassport.access.denied.v1"));
        List<JsonNode> entries = entries("patient=" + owner.patientId());
        assertThat(entries)
                .extracting(entry -> entry.get("index").asLong())
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));

        // and the denial alone, by its outcome
        List<JsonNode> denials = entries("patient=" + owner.patientId() + "&outcome=8");
        assertThat(types(denials)).isNotEmpty().containsOnly("org.healthpassport.access.denied.v1");

        // and the auditor's own requests are in the log as well
        await().atMost(PROVABLE_WITHIN)
                .untilAsserted(
                        () -> assertThat(types(entries("limit=200"))).contains("org.healthpassport.audit.queried.v1"));
    }

    @Test
    void shouldTellAnAuditorWhoIsWhoAndWhoFailedToLogIn() throws Exception {
        // given somebody who mistypes a password
        Patient patient = api.newPatient();
        assertThat(api.postJson("/api/auth/login", Map.of("email", patient.email(), "password", "mistyped password"))
                        .statusCode())
                .isEqualTo(401);

        // when the auditor looks them up by email, and by the ids
        JsonNode found = person("?email=" + patient.email());
        String accountId = found.get("accountId").asString();

        // then
        assertThat(found.get("patientId").asString()).isEqualTo(patient.patientId());
        assertThat(found.get("status").asString()).isEqualTo("ACTIVE");
        assertThat(found.get("name").asString()).isNotEmpty();
        assertThat(person("/" + accountId)).isEqualTo(found);
        assertThat(person("/" + patient.patientId())).isEqualTo(found);

        // and finds the failed login under the account, and the look-ups under the patient
        await().atMost(PROVABLE_WITHIN).untilAsserted(() -> {
            assertThat(entries("type=access.login-failed&actor=" + accountId)).hasSize(1);
            assertThat(types(entries("patient=" + patient.patientId() + "&type=access.person-looked-up,audit.queried")))
                    .contains("org.healthpassport.access.person-looked-up.v1", "org.healthpassport.audit.queried.v1");
        });

        // and an account is no patient
        assertThat(api.get(process.audit().resolve("/api/audit/entries?patient=" + accountId), bearer(auditor))
                        .statusCode())
                .isEqualTo(404);
        assertThat(api.get(process.audit().resolve("/api/audit/people/" + NOBODY), bearer(auditor))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldShowThePatientWhatAuditorsLookedUpAndItsPlaceInTheLog() throws Exception {
        // given
        Patient patient = api.newPatient();

        // when
        entries("patient=" + patient.patientId());

        // then
        URI accesses = process.api().resolve("/api/patients/" + patient.patientId() + "/accesses");
        await().atMost(PROVABLE_WITHIN).untilAsserted(() -> {
            JsonNode items =
                    ApiClient.json(api.get(accesses, patient.authorization())).get("items");
            assertThat(items.valueStream()
                            .filter(item -> item.get("resourceType").asString().equals("AUDIT_LOG")))
                    .singleElement()
                    .satisfies(item -> {
                        assertThat(item.at("/actor/role").asString()).isEqualTo("AUDITOR");
                        assertThat(item.get("action").asString()).isEqualTo("READ");
                        assertThat(item.get("index").isIntegralNumber()).isTrue();
                    });
            assertThat(items.valueStream()
                            .filter(item -> item.get("resourceType").asString().equals("ACCESS")))
                    .anySatisfy(item ->
                            assertThat(item.get("index").isIntegralNumber()).isTrue());
        });
    }

    private static JsonNode person(String rest) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = api.get(process.audit().resolve("/api/audit/people" + rest), bearer(auditor));
        assertThat(answer.statusCode()).as(rest).isEqualTo(200);
        return ApiClient.json(answer);
    }

    @Test
    void shouldLetAuditorsInAndNobodyElse() throws Exception {
        // given
        Patient patient = api.newPatient();
        URI entries = process.audit().resolve("/api/audit/entries");

        // then
        assertThat(api.get(entries).statusCode()).isEqualTo(401);
        assertThat(api.get(entries, patient.authorization()).statusCode()).isEqualTo(403);
        assertThat(api.get(entries, bearer(api.login("admin@localhost", ApiClient.PASSWORD)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(api.get(entries, bearer(auditor)).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldProveToAnybodyThatAnEntryIsThere() throws Exception {
        // given
        Patient patient = api.newPatient();
        documentOf(patient);
        await().atMost(PROVABLE_WITHIN)
                .until(() -> !entries("patient=" + patient.patientId()).isEmpty());
        long index =
                entries("patient=" + patient.patientId()).get(0).get("index").asLong();

        // when the log is checked from outside
        String vkey = text("/audit-log/vkey").strip();
        Path token = Files.writeString(folder.resolve("token"), auditor);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = new VerifyCommand(new PrintStream(out, true, UTF_8), System.err)
                .run(
                        "verify",
                        "--log",
                        process.audit().resolve("/audit-log").toString(),
                        "--vkey",
                        vkey,
                        "--token-file",
                        token.toString());

        // then
        assertThat(out.toString(UTF_8)).contains("GOOD");
        assertThat(exitCode).isEqualTo(VerifyCommand.GOOD);

        // and one proof, with the JDK alone
        await().atMost(PROVABLE_WITHIN)
                .until(() -> api.get(proofFile(index), bearer(auditor)).statusCode() == 200);
        JsonNode entry =
                ApiClient.json(api.get(process.audit().resolve("/api/audit/entries/" + index), bearer(auditor)));
        assertThat(entry.get("index").asLong()).isEqualTo(index);
        assertThat(text("/audit-log/checkpoint")).startsWith(vkey.substring(0, vkey.indexOf('+')) + "\n");
    }

    private static URI proofFile(long index) {
        return process.audit().resolve("/api/audit/proofs/file?index=" + index);
    }

    private static String documentOf(Patient patient) throws IOException, InterruptedException {
        String documentId = ApiClient.json(patient.upload("report.pdf", Pdf.ofSize(2_000, 1), "LAB_REPORT"))
                .get("documentId")
                .asString();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(patient.status(documentId)).isEqualTo("STORED"));
        return documentId;
    }

    private static List<JsonNode> entries(String query) throws IOException, InterruptedException {
        HttpResponse<byte[]> page = api.get(process.audit().resolve("/api/audit/entries?" + query), bearer(auditor));
        assertThat(page.statusCode()).as(query).isEqualTo(200);
        List<JsonNode> items = new ArrayList<>();
        ApiClient.json(page).get("items").forEach(items::add);
        return items;
    }

    private static List<String> types(List<JsonNode> entries) {
        return entries.stream().map(entry -> entry.get("type").asString()).toList();
    }

    private static String text(String path) throws IOException, InterruptedException {
        return new String(api.get(process.audit().resolve(path)).body(), UTF_8);
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
