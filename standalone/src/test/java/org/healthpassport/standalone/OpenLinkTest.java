package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Runs {@code docs/OpenLink.java} against a server with good and bad answers. */
class OpenLinkTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] KEY = new SecureRandom().generateSeed(32);
    private static final String HOSTILE = "\u001b[2J\u001b]0;owned\u0007\u202eevil\n\n  FORGED LINE";

    @TempDir
    static Path compiled;

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private Answer manifest = new Answer(404, "{}");
    private Answer file = new Answer(404, "{}");

    @BeforeAll
    static void compile() {
        int result = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, "--release", "17", "-d", compiled.toString(), "../docs/OpenLink.java");
        assertThat(result).isZero();
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/shl/abc", exchange -> answer(exchange, manifest));
        server.createContext("/shl/abc/files", exchange -> answer(exchange, file));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldPrintAllergiesFirst() throws Exception {
        // given
        manifest = giving(
                embedded(summary("Penicillin", "Peanut"), KEY, true), embedded("{\"resourceType\":\"X\"}", KEY, false));

        // when
        String result = open(link(Map.of()), "--recipient", "Dr. Ä \"quoted\"", "--passcode", "s\u00e9cret");

        // then
        assertThat(result)
                .startsWith("0 For you\nPatient: Ada Lovelace (born 1985-12-10)\n\nAllergies\n"
                        + "  Penicillin (HIGH criticality, active)\n  Peanut\n\nProblems\n  None known.\n");
        assertThat(JSON.readTree(asked.get(0)))
                .isEqualTo(JSON.valueToTree(Map.of("recipient", "Dr. Ä \"quoted\"", "passcode", "s\u00e9cret")));
    }

    @Test
    void shouldPrintHowManyEntriesTheServerCannotShow() throws Exception {
        // given
        String unreadable = "{\"severity\":\"error\",\"code\":\"exception\"}";
        String cut = "{\"severity\":\"warning\",\"code\":\"too-long\",\"diagnostics\":\"There is more.\"}";
        manifest = giving(
                embedded(summary("Penicillin", "Peanut"), KEY, true),
                embedded(outcome(unreadable + ',' + unreadable + ',' + cut), KEY, false));

        // when
        String two = open(link(Map.of()), "--recipient", "x");
        manifest = giving(embedded(outcome(unreadable), KEY, false));
        String one = open(link(Map.of()), "--recipient", "x");

        // then
        assertThat(two)
                .startsWith("0 For you\nPatient: Ada Lovelace (born 1985-12-10)\n"
                        + "Incomplete: 2 entries cannot be shown, as the server cannot read them now."
                        + " Ask the patient what is missing.\nThere is more.\n\nAllergies\n")
                .doesNotContain("OperationOutcome", "More records");
        assertThat(one).contains("Incomplete: one entry cannot be shown, as the server cannot read it now.");
    }

    private static String outcome(String issues) {
        return "{\"resourceType\":\"OperationOutcome\",\"id\":\"o\",\"issue\":[" + issues + "]}";
    }

    @Test
    void shouldKeepCommandsFromTheTerminal() throws Exception {
        // given
        manifest = giving(embedded(summary(HOSTILE, HOSTILE), KEY, true));

        // when
        String result = open(link(Map.of("label", HOSTILE)), "--recipient", "x");

        // then
        assertThat(result)
                .startsWith("0 ")
                .contains("[2J]0;ownedevil    FORGED LINE (HIGH")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]")
                .doesNotContain("\n  FORGED");
    }

    /** Each line is what a clinician decides by. */
    @Test
    void shouldShowValuesAsTheyAreWritten() throws Exception {
        // given
        String absent = "\"dataAbsentReason\":{\"text\":\"not performed\"}";
        List<String> values = List.of(
                "\"valueQuantity\":{\"comparator\":\"<\",\"value\":5.00,\"unit\":\"mg\"}",
                "\"valueQuantity\":{\"value\":1e9999,\"code\":\"mmol/L\"}",
                "\"valueQuantity\":{\"value\":12345678901234567.10}",
                "\"valueBoolean\":false",
                "\"valueInteger\":-0",
                "\"valueString\":\"positive\"",
                "\"valueRange\":{\"low\":{\"value\":1.0,\"unit\":\"g\"},\"high\":{\"value\":2.50,\"unit\":\"g\"}}",
                "\"valueRatio\":{\"numerator\":{\"value\":1},\"denominator\":{\"value\":128}}",
                "\"valuePeriod\":{\"start\":\"2026-01-02\",\"end\":\"2026-02\"}",
                "\"valueTime\":\"07:30:00\"",
                "\"valueDateTime\":\"2026-05\"",
                "\"valueCodeableConcept\":{\"text\":\"high\"}",
                absent,
                "\"component\":[{\"code\":{\"text\":\"Systolic\"},\"valueQuantity\":{\"value\":120.0,\"unit\":\"mmHg\"}}]");
        manifest = giving(embedded(
                collection(values.stream()
                        .map(value -> "{\"resourceType\":\"Observation\",\"code\":{\"text\":\"T\"}," + value + "}")),
                KEY,
                true));

        // when
        String result = open(link(Map.of()), "--recipient", "x");

        // then
        assertThat(result.lines().filter(line -> line.startsWith("  T")))
                .containsExactly(
                        "  T: <5.00 mg",
                        "  T: 1e9999 mmol/L",
                        "  T: 12345678901234567.10",
                        "  T: no",
                        "  T: -0",
                        "  T: positive",
                        "  T: 1.0 g to 2.50 g",
                        "  T: 1 / 128",
                        "  T: from 2026-01-02 until 2026-02",
                        "  T: 07:30:00",
                        "  T: 2026-05",
                        "  T: high",
                        "  T: no value: not performed",
                        "  T: Systolic 120.0 mmHg");
    }

    @Test
    void shouldNotShowTheOppositeOfARecord() throws Exception {
        // given
        String medication = "\"medicationCodeableConcept\":{\"text\":\"Aspirin\"}";
        manifest = giving(embedded(
                collection(Stream.of(
                        "{\"resourceType\":\"MedicationRequest\",\"doNotPerform\":true,\"status\":\"active\","
                                + medication + "}",
                        "{\"resourceType\":\"ServiceRequest\",\"doNotPerform\":true,\"code\":{\"text\":\"MRI\"}}",
                        "{\"resourceType\":\"MedicationStatement\",\"dosage\":[{\"modifierExtension\":[{\"url\":\"x\"}]}],"
                                + medication + "}",
                        "{\"resourceType\":\"MedicationStatement\",\"status\":\"active\",\"contained\":[{\"resourceType\":\"Medication\","
                                + "\"id\":\"m\",\"status\":\"entered-in-error\",\"code\":{\"text\":\"Morphine\"}}],"
                                + "\"medicationReference\":{\"reference\":\"#m\"}}")),
                KEY,
                true));

        // then
        assertThat(open(link(Map.of()), "--recipient", "x"))
                .contains(
                        "\n  NOT TO BE DONE: Aspirin (active)\n",
                        "\n  NOT TO BE DONE: MRI\n",
                        "\n  CHANGED BY AN EXTENSION THAT THIS PROGRAM DOES NOT KNOW: Aspirin\n",
                        "\n  Morphine (entered in error) (active)\n");
    }

    @Test
    void shouldSayInWordsThatASectionIsCut() throws Exception {
        // given
        manifest = giving(embedded(
                summary("Penicillin", "Peanut")
                        .replace(
                                JSON.writeValueAsString(coded("nilknown")),
                                "{\"text\":\"x\"},\"text\":{\"div\":\"<div><p>Problems: One more entry &lt;cannot be shown.</p></div>\"}"),
                KEY,
                true));

        // then
        assertThat(open(link(Map.of()), "--recipient", "x"))
                .contains("Problems\n  Problems: One more entry <cannot be shown.\n")
                .doesNotContain("No information");
    }

    private static String collection(Stream<String> resources) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
                + resources.map(resource -> "{\"resource\":" + resource + "}").collect(Collectors.joining(",")) + "]}";
    }

    @Test
    void shouldSaveDocumentsOnlyOnRequestAndOverwriteNothing() throws Exception {
        // given
        manifest = giving(embedded(document(address() + "/files/1", "../../.bashrc\u0000.pdf"), KEY, true));
        file = new Answer(200, jwe("application/pdf", "%PDF-1.4".getBytes(UTF_8), KEY, false));
        Path saved = folder.resolve("saved");

        // when
        String first = open(link(Map.of()), "--recipient", "x", "--save", saved.toString());
        String second = open(link(Map.of()), "--recipient", "x", "--save", saved.toString());

        // then
        assertThat(first).startsWith("0 ").contains("bashrc.pdf");
        assertThat(second).startsWith("0 ").contains("bashrc (2).pdf");
        try (var everything = Files.walk(folder)) {
            assertThat(everything.filter(Files::isRegularFile))
                    .hasSize(2)
                    .allMatch(path -> path.getParent().equals(saved))
                    .allSatisfy(path -> assertThat(path).hasContent("%PDF-1.4"));
        }
    }

    @Test
    void shouldSaveForTheOwnerAlone() throws Exception {
        // given
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        manifest = giving(embedded(document(address() + "/files/1", "Report"), KEY, true));
        file = new Answer(200, jwe("application/pdf", "%PDF-1.4".getBytes(UTF_8), KEY, false));
        Path saved = folder.resolve("saved");

        // when
        open(link(Map.of()), "--recipient", "x", "--save", saved.toString());

        // then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved.resolve("Report.pdf"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldSaveDocumentsWithoutAType() throws Exception {
        // given
        manifest = giving("{\"contentType\":\";\"}", embedded(document(address() + "/files/1", "Report"), KEY, true));
        file = new Answer(200, jwe(";", "bytes".getBytes(UTF_8), KEY, false));

        // when
        String result = open(link(Map.of()), "--recipient", "x", "--save", folder.toString());

        // then
        assertThat(result).startsWith("0 (There is a file of type ;").contains("saved as ");
        assertThat(folder.resolve("Report.bin")).hasContent("bytes");
    }

    @Test
    void shouldNotWaitForABodyWithoutEnd() throws Exception {
        // given
        server.createContext("/shl/endless", exchange -> {
            // The connection stays open, because the server has not sent the whole body.
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });

        // when
        String result =
                open(link(Map.of("url", address().replace("abc", "endless"))), "--recipient", "x", "--timeout", "1");

        // then
        assertThat(result).startsWith("3 The server took too long");
    }

    @Test
    void shouldBoundTheSizeOfAnswers() throws Exception {
        // given
        manifest = giving(embedded(document(address() + "/endless", "Report"), KEY, true));
        server.createContext("/shl/abc/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int mebibyte = 0; mebibyte < 100; mebibyte++) {
                    body.write(new byte[1 << 20]);
                }
            }
        });

        // when
        String result = open(link(Map.of()), "--recipient", "x", "--save", folder.toString());

        // then
        assertThat(result).contains("larger than what this program opens").startsWith("4 ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldSendNamesUnencryptedOnlyWithinThisMachine() throws Exception {
        // given
        manifest = giving(embedded(summary("Penicillin", "Peanut"), KEY, true));
        // The same server, under a name that is not obviously this machine.
        String elsewhere = link(Map.of("url", address().replace("127.0.0.1", "[::ffff:127.0.0.1]")));

        // when, then
        for (String host : List.of("127.passport.example", "localhost.example")) {
            assertThat(open(link(Map.of("url", "http://" + host + "/shl/abc")), "--recipient", "x"))
                    .startsWith("2 This link leads to http://");
        }
        assertThat(open(elsewhere, "--recipient", "x")).startsWith("2 This link leads to http://");
        assertThat(asked).isEmpty();
        assertThat(open(elsewhere, "--recipient", "x", "--insecure")).startsWith("0 ");
        assertThat(open(link(Map.of("url", address().replace("127.0.0.1", "localhost"))), "--recipient", "x"))
                .startsWith("0 ");
    }

    @Test
    void shouldReportAnInvalidLink() throws Exception {
        assertThat(open("https://passport.example/view", "--recipient", "x")).startsWith("2 This is not a link");
        assertThat(open("shlink:/%%%", "--recipient", "x")).startsWith("2 This link is not complete");
        assertThat(open(link(Map.of("key", "short")), "--recipient", "x"))
                .startsWith("2 The key in this link is not complete");
        assertThat(open(link(Map.of()))).startsWith("2 Usage");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldReportWhyTheLinkDoesNotOpen() throws Exception {
        assertThat(open(link(Map.of()), "--recipient", "x")).startsWith("1 The link is not active");
        assertThat(open(link(Map.of("exp", 1_700_000_000)), "--recipient", "x")).startsWith("1 The link has expired");
        manifest = new Answer(401, "{\"remainingAttempts\":3}");
        assertThat(open(link(Map.of()), "--recipient", "x"))
                .startsWith("1 The passcode is wrong or missing. Attempts left: 3.");
        manifest = new Answer(503, "");
        assertThat(open(link(Map.of()), "--recipient", "x")).startsWith("3 The server is busy");
        server.stop(0);
        assertThat(open(link(Map.of()), "--recipient", "x")).startsWith("3 The server cannot be reached");
    }

    @Test
    void shouldNotShowUntrustedData() throws Exception {
        manifest = giving(embedded("{}", new byte[32], true));
        assertThat(open(link(Map.of()), "--recipient", "x")).startsWith("4 The answer cannot be decrypted");
        manifest = giving(embedded("\"" + "0".repeat(20 << 20) + "\"", KEY, true));
        assertThat(open(link(Map.of()), "--recipient", "x"))
                .startsWith("4 The answer is too large after decompression");
        manifest = giving(embedded("[".repeat(100_000), KEY, true));
        assertThat(open(link(Map.of()), "--recipient", "x")).startsWith("4 The answer is nested too deeply");
        manifest = giving("{\"contentType\":\"application/fhir+json\",\"location\":\"http://localhost:1/elsewhere\"}");
        assertThat(open(link(Map.of()), "--recipient", "x")).startsWith("4 A file of this link lies on another server");
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/shl/abc";
    }

    private String link(Map<String, ?> changes) {
        var payload = new HashMap<String, Object>(
                Map.of("url", address(), "key", base64(KEY), "label", "For you", "flag", "L", "v", 1));
        payload.putAll(changes);
        return "https://passport.example/view#shlink:/" + base64(JSON.writeValueAsBytes(payload));
    }

    private static String summary(String worst, String other) {
        return JSON.writeValueAsString(Map.of(
                "resourceType",
                "Bundle",
                "type",
                "document",
                "entry",
                List.of(
                        entry(
                                "c",
                                Map.of(
                                        "resourceType",
                                        "Composition",
                                        "section",
                                        List.of(
                                                Map.of(
                                                        "title",
                                                        "Problems",
                                                        "code",
                                                        coded("11450-4"),
                                                        "emptyReason",
                                                        coded("nilknown")),
                                                Map.of(
                                                        "title",
                                                        "Allergies",
                                                        "code",
                                                        coded("48765-2"),
                                                        "entry",
                                                        List.of(reference("b"), reference("a")))))),
                        entry(
                                "p",
                                Map.of(
                                        "resourceType",
                                        "Patient",
                                        "name",
                                        List.of(Map.of("given", List.of("Ada"), "family", "Lovelace")),
                                        "birthDate",
                                        "1985-12-10")),
                        entry(
                                "a",
                                Map.of(
                                        "resourceType",
                                        "AllergyIntolerance",
                                        "criticality",
                                        "high",
                                        "clinicalStatus",
                                        coded("active"),
                                        "code",
                                        Map.of("text", worst))),
                        entry("b", Map.of("resourceType", "AllergyIntolerance", "code", Map.of("text", other))))));
    }

    private static String document(String url, String title) {
        return JSON.writeValueAsString(Map.of(
                "resourceType",
                "DocumentReference",
                "content",
                List.of(Map.of("attachment", Map.of("url", url, "title", title, "contentType", "text/html")))));
    }

    private static Map<String, Object> entry(String id, Map<String, Object> resource) {
        return Map.of("fullUrl", "urn:uuid:" + id, "resource", resource);
    }

    private static Map<String, Object> reference(String id) {
        return Map.of("reference", "urn:uuid:" + id);
    }

    private static Map<String, Object> coded(String code) {
        return Map.of("coding", List.of(Map.of("code", code)));
    }

    private static Answer giving(String... files) {
        return new Answer(200, "{\"files\":[" + String.join(",", files) + "]}");
    }

    private static String embedded(String json, byte[] key, boolean deflated)
            throws GeneralSecurityException, IOException {
        return JSON.writeValueAsString(Map.of(
                "contentType",
                "application/fhir+json",
                "embedded",
                jwe("application/fhir+json", json.getBytes(UTF_8), key, deflated)));
    }

    private static String jwe(String contentType, byte[] plaintext, byte[] key, boolean deflated)
            throws GeneralSecurityException, IOException {
        String header = base64(JSON.writeValueAsBytes(
                deflated
                        ? Map.of("alg", "dir", "enc", "A256GCM", "cty", contentType, "zip", "DEF")
                        : Map.of("alg", "dir", "enc", "A256GCM", "cty", contentType)));
        byte[] iv = new SecureRandom().generateSeed(12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(header.getBytes(UTF_8));
        byte[] sealed = cipher.doFinal(deflated ? deflate(plaintext) : plaintext);
        byte[] ciphertext = Arrays.copyOf(sealed, sealed.length - 16);
        byte[] tag = Arrays.copyOfRange(sealed, sealed.length - 16, sealed.length);
        return String.join(".", header, "", base64(iv), base64(ciphertext), base64(tag));
    }

    private static byte[] deflate(byte[] bytes) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, new Deflater(9, true))) {
            out.write(bytes);
        }
        return deflated.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] body = answer.body.getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The exit code and the output. */
    private static String open(String link, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                compiled.toString(),
                "OpenLink",
                link));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }

    private record Answer(int status, String body) {}
}
