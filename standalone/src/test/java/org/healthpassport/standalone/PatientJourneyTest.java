package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.standalone.ApiClient.Patient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The main journey: a patient stores a record and a document, shows them to a stranger by a QR code, and sees who opened
 * the link. Over HTTP alone; the programs that open the links share no code with the services.
 */
@ExtendWith(SharedPassport.class)
@TestInstance(Lifecycle.PER_CLASS)
class PatientJourneyTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final byte[] LETTER = "Discharged in good health.\nNo <b>penicillin</b>!\n".getBytes(UTF_8);
    private static final String OPENED = "org.healthpassport.qr-code.opened.v1";

    private static StandaloneProcess process;
    private static ApiClient api;
    private static ForeignClients foreign;
    private static String auditor;
    private static Patient patient;
    private static String documentId;

    @TempDir
    Path folder;

    @BeforeAll
    void start(SharedPassport.Start passport, @TempDir Path clients) throws Exception {
        process = passport.on(surroundings());
        foreign = ForeignClients.in(clients);
        api = new ApiClient(process.api());
        auditor = api.newAuditor(api.login("admin@localhost", ApiClient.PASSWORD));
        patient = api.newPatient();
        HttpResponse<byte[]> recorded = api.postJson(path("/records"), allergy(), patient.authorization());
        assertThat(recorded.statusCode()).as("record").isEqualTo(201);
        documentId = ApiClient.json(patient.upload("letter.txt", LETTER, "DISCHARGE_SUMMARY"))
                .get("documentId")
                .asString();
        await().atMost(WITHIN).until(() -> patient.status(documentId).equals("STORED"));
    }

    /** The settings of store and broker; empty for the embedded ones. */
    Map<String, String> surroundings() {
        return Map.of();
    }

    @Test
    void shouldKeepTheLastAdministrator() throws Exception {
        // given
        String token = api.login("admin@localhost", ApiClient.PASSWORD);

        // when
        HttpResponse<byte[]> answer = api.postJson(
                "/api/me/closure", Map.of("password", ApiClient.PASSWORD), "Authorization", "Bearer " + token);

        // then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(api.login("admin@localhost", ApiClient.PASSWORD)).isNotEmpty();
    }

    @Test
    void shouldShowAStrangerTheChosenData() throws Exception {
        // given
        JsonNode link = link(Map.of());

        // when a stranger opens it with nothing but a JDK
        String result = openLink(view(link), "Dr. Elena García", "--save", folder.toString());

        // then they see the summary and have the document
        assertThat(result)
                .startsWith("0 For the emergency room\nPatient: Ada Lovelace (born 1985-12-10)\n")
                .contains("Penicillin (HIGH criticality, Anaphylaxis, active, confirmed)", "letter.txt");
        assertThat(folder.resolve("letter.txt")).hasBinaryContent(LETTER);

        // and the patient sees that it was used
        assertThat(qrCode(link).get("uses").asInt()).isEqualTo(1);

        // and an auditor sees the recipient and can prove the entry
        long index = openingOf(link, "Dr. Elena García");
        URI audit = process.audit();
        String[] token = {"Authorization", "Bearer " + auditor};
        URI proof = audit.resolve("/api/audit/proofs/file?index=" + index);
        await().atMost(WITHIN).until(() -> api.get(proof, token).statusCode() == 200);
        Path proofFile =
                Files.write(folder.resolve("proof"), api.get(proof, token).body());
        Path entryFile = Files.write(
                folder.resolve("entry"),
                api.get(audit.resolve("/api/audit/entries/" + index + "/content"), token)
                        .body());
        String vkey = new String(api.get(audit.resolve("/audit-log/vkey")).body(), UTF_8).strip();
        assertThat(java("../docs/VerifyProof.java", proofFile.toString(), entryFile.toString(), vkey))
                .startsWith("0 PROVEN: entry " + index);
    }

    @Test
    void shouldCloseLinksAtOnceThatAreRevokedUsedUpOrExpired() throws Exception {
        JsonNode revoked = link(Map.of());
        assertThat(open(revoked, Map.of("recipient", "x")).statusCode()).isEqualTo(200);
        assertThat(api.delete(address(revoked), patient.authorization()).statusCode())
                .isEqualTo(204);
        assertThat(open(revoked, Map.of("recipient", "x")).statusCode()).isEqualTo(404);

        JsonNode single = link(Map.of("maxUses", 1));
        assertThat(open(single, Map.of("recipient", "x")).statusCode()).isEqualTo(200);
        assertThat(open(single, Map.of("recipient", "x")).statusCode()).isEqualTo(404);

        JsonNode brief = link(Map.of("expiresAt", Instant.now().plusSeconds(5).toString()));
        await().atMost(WITHIN).until(() -> open(brief, Map.of("recipient", "x")).statusCode() == 404);
        assertThat(qrCode(brief).get("status").asString()).isEqualTo("EXPIRED");
    }

    @Test
    void shouldOpenOnlyWithThePasscode() throws Exception {
        // given
        JsonNode link = link(Map.of("passcode", "open sesame"));

        // when, then
        HttpResponse<byte[]> wrong = open(link, Map.of("recipient", "x", "passcode", "open barley"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        int remaining = ApiClient.json(wrong).get("remainingAttempts").asInt();
        assertThat(remaining).isPositive();
        assertThat(qrCode(link).get("remainingAttempts").asInt()).isEqualTo(remaining);
        assertThat(openLink(view(link), "x", "--passcode", "open sesame")).startsWith("0 ");
    }

    @Test
    void shouldDrawAPictureThatScannersRead() throws Exception {
        // given
        JsonNode link = link(Map.of());

        // when
        HttpResponse<byte[]> picture =
                api.get(process.api().resolve(address(link) + "/image?format=png&size=600"), patient.authorization());

        // then
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
        Path png = Files.write(folder.resolve("link.png"), picture.body());
        assertThat(foreign.readQrCode(png)).isEqualTo(view(link));
        assertThat(foreign.scan(png)).isEqualTo(view(link));
    }

    @Test
    void shouldPrintACardForTheWalletThatScannersRead() throws Exception {
        // given
        JsonNode card = drawn(Map.of("kind", "PATIENT_ID", "label", "Wallet"));

        // when
        HttpResponse<byte[]> page =
                api.get(process.api().resolve(address(card) + "/card?name=true"), patient.authorization());

        // then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(new String(page.body(), UTF_8)).contains("Ada Lovelace").doesNotContain(patient.patientId());
        assertThat(view(card)).matches(process.api() + "/connect#[A-Za-z0-9_-]{43}");
        Path html = Files.write(folder.resolve("card.html"), page.body());
        assertThat(foreign.scan(foreign.photograph(html))).isEqualTo(view(card));
    }

    @Test
    void shouldOpenInAViewerOfOthers() throws Exception {
        // given
        JsonNode open = link(Map.of());
        JsonNode guarded = link(Map.of("passcode", "open sesame"));
        JsonNode single = link(Map.of("maxUses", 1));

        // when, then
        JsonNode seen = foreign.open(view(open), "Dr. Example").get("resources");
        assertThat(seen.get(0).get("type").asString()).isEqualTo("document");
        assertThat(seen.toString()).contains("Penicillin", "Lovelace", "letter.txt");
        openingOf(open, "Dr. Example");

        assertThat(foreign.open(view(guarded), "x", "open sesame").has("resources"))
                .isTrue();
        assertThat(failure(foreign.open(view(guarded), "x", "open barley"))).isEqualTo("SHLInvalidPasscodeError");

        assertThat(foreign.open(view(single), "x").has("resources")).isTrue();
        assertThat(failure(foreign.open(view(single), "x"))).isEqualTo("SHLManifestNotFoundError");

        api.delete(address(open), patient.authorization());
        assertThat(failure(foreign.open(view(open), "x"))).isEqualTo("SHLManifestNotFoundError");
    }

    @Test
    void shouldOpenInABrowserThatTalksToNobodyElse() throws Exception {
        // given
        JsonNode link = link(Map.of("passcode", "open sesame"));

        // when
        JsonNode page = foreign.browse(
                Map.of("url", view(link), "recipient", "Dr. Zoë", "passcode", "open sesame", "document", "letter.txt"));

        // then
        assertThat(page.get("text").asString())
                .contains("Ada Lovelace", "10 December 1985", "Dr. Zoë")
                .containsSubsequence(
                        "Allergies",
                        "Penicillin",
                        "High criticality",
                        "Anaphylaxis",
                        "age of 1.50 years",
                        "The patient")
                .containsSubsequence("Documents", "letter.txt");
        assertThat(page.get("document").asString()).contains("No <b>penicillin</b>!");
        assertThat(Base64.getDecoder().decode(page.get("downloaded").asString()))
                .isEqualTo(LETTER);
        openingOf(link, "Dr. Zoë");
        // The browser's history keeps it.
        assertThat(page.get("title").asString()).isEqualTo("Shared health data – Health Passport");

        // and no request sent the key or the link
        assertThat(page.get("errors")).isEmpty();
        assertThat(page.get("requests"))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.get("url").asString()).startsWith(process.api() + "/"));
        String payload = new String(
                Base64.getUrlDecoder().decode(link.get("payload").asString().substring("shlink:/".length())), UTF_8);
        String key = payload.replaceAll(".*\"key\":\"([^\"]{43})\".*", "$1");
        assertThat(key).hasSize(43);
        assertThat(page.get("requests").toString()).doesNotContain(key, "shlink:");
    }

    @Test
    void shouldShowInTheBrowserThatThePasscodeIsWrong() throws Exception {
        // given
        JsonNode guarded = link(Map.of("passcode", "open sesame"));

        // when, then
        assertThat(foreign.browse(Map.of("url", view(guarded), "recipient", "x", "passcode", "open barley"))
                        .get("text")
                        .asString())
                .contains("This passcode is wrong.", "attempts are left");
    }

    /** A drawn QR code for all data of the patient. */
    private static JsonNode link(Map<String, ?> options) throws Exception {
        Map<String, Object> asked = new HashMap<>(Map.of(
                "kind",
                "HEALTH_LINK",
                "label",
                "For the emergency room",
                "content",
                Map.of("summary", true, "documents", List.of(documentId))));
        asked.putAll(options);
        return drawn(asked);
    }

    /** A QR code that the worker has drawn. */
    private static JsonNode drawn(Map<String, ?> asked) throws Exception {
        HttpResponse<byte[]> requested = api.postJson(path("/qr-codes"), asked, patient.authorization());
        assertThat(requested.statusCode()).as("QR code").isEqualTo(202);
        JsonNode qrCode = ApiClient.json(requested);
        await().atMost(WITHIN)
                .until(() -> !qrCode(qrCode).get("status").asString().equals("REQUESTED"));
        JsonNode drawn = qrCode(qrCode);
        assertThat(drawn.get("status").asString()).isEqualTo("READY");
        return drawn;
    }

    private static JsonNode qrCode(JsonNode qrCode) throws IOException, InterruptedException {
        return ApiClient.json(api.get(process.api().resolve(address(qrCode)), patient.authorization()));
    }

    private static String address(JsonNode qrCode) {
        return path("/qr-codes/" + qrCode.get("qrCodeId").asString());
    }

    private static String view(JsonNode qrCode) {
        return qrCode.get("viewUrl").asString();
    }

    /** Requests the manifest exactly as the specification defines. */
    private static HttpResponse<byte[]> open(JsonNode qrCode, Map<String, ?> question)
            throws IOException, InterruptedException {
        byte[] payload =
                Base64.getUrlDecoder().decode(qrCode.get("payload").asString().substring("shlink:/".length()));
        String url = new String(payload, UTF_8).replaceAll(".*\"url\":\"([^\"]+)\".*", "$1");
        return api.postJson(url, question);
    }

    /** Waits for the entry about this recipient's opening of a link and returns its index. */
    private static long openingOf(JsonNode qrCode, String recipient) {
        return await().atMost(WITHIN)
                .until(() -> openings(qrCode, recipient), found -> !found.isEmpty())
                .get(0);
    }

    private static List<Long> openings(JsonNode qrCode, String recipient) throws IOException, InterruptedException {
        String[] token = {"Authorization", "Bearer " + auditor};
        URI entries = process.audit().resolve("/api/audit/entries?limit=200&patient=" + patient.patientId());
        List<Long> found = new ArrayList<>();
        for (JsonNode item : ApiClient.json(api.get(entries, token)).get("items")) {
            long index = item.get("index").asLong();
            if (item.get("type").asString().equals(OPENED)) {
                JsonNode detail = ApiClient.json(api.get(process.audit().resolve("/api/audit/entries/" + index), token))
                        .path("detail");
                if (detail.path("recipient").asString("").equals(recipient)) {
                    found.add(index);
                }
            }
        }
        return found;
    }

    private static String path(String rest) {
        return "/api/patients/" + patient.patientId() + rest;
    }

    private static Map<String, ?> allergy() {
        return Map.of(
                "resourceType",
                "AllergyIntolerance",
                "clinicalStatus",
                coded("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active"),
                "verificationStatus",
                coded("http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "confirmed"),
                "criticality",
                "high",
                "patient",
                Map.of("reference", "Patient/" + patient.patientId()),
                "code",
                Map.of("text", "Penicillin"),
                "onsetAge",
                Map.of("value", new BigDecimal("1.50"), "system", "http://unitsofmeasure.org", "code", "a"),
                "reaction",
                List.of(Map.of("manifestation", List.of(Map.of("text", "Anaphylaxis")))));
    }

    private static Map<String, ?> coded(String system, String code) {
        return Map.of("coding", List.of(Map.of("system", system, "code", code)));
    }

    private static String failure(JsonNode seen) {
        return seen.path("failure").asString("none");
    }

    private static String openLink(String link, String recipient, String... options)
            throws IOException, InterruptedException {
        return java(
                Stream.concat(Stream.of("../docs/OpenLink.java", link, "--recipient", recipient), Stream.of(options))
                        .toArray(String[]::new));
    }

    /** Runs a program from its source in its own JVM and returns the exit code and the output. */
    private static String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(arguments));
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(run.getInputStream().readAllBytes(), UTF_8);
            return run.waitFor() + " " + output;
        } finally {
            run.destroyForcibly();
        }
    }
}
