package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The receipt of a look, and its parts, as {@code docs/VerifyProof.java} verifies them. */
class VerifyReceiptTest {
    private static final String DETAIL =
            "{\"patientId\":\"p1\",\"resourceType\":\"AllergyIntolerance\",\"recipient\":\"\\\"proof\\\":"
                    + " \\\"x\\\"\\u202e\"}";

    @TempDir
    static Path folder;

    private static ProofProgram program;
    private static SampleLog log;
    private static byte[] salt;
    private static Entry entry;
    private static Entry other;
    private static byte[] otherSalt;

    @BeforeAll
    static void makeLog() throws IOException {
        program = ProofProgram.compiled(folder);
        log = SampleLog.of(300, folder.resolve("log"));
        salt = KeyedDigest.generateKey();
        otherSalt = KeyedDigest.generateKey();
        entry = looked("e1", salt, DETAIL);
        other = looked("e2", otherSalt, "{\"resourceType\":\"Condition\"}");
        log.append(List.of(entry, other));
        log.publish();
    }

    @Test
    void shouldSayInWordsWhatAReceiptProves() throws Exception {
        assertThat(verify(receipt()))
                .startsWith("0 PROVEN: entry 300 of 302 in log.example/audit")
                .contains("when     2026-11-23T05:26:00.123Z")
                .contains("who      somebody")
                .contains("role     DOCTOR")
                .contains("did      R")
                .contains("outcome  0")
                .contains("patient  the-pseudonym")
                .contains("detail   " + DETAIL);
    }

    @Test
    void shouldProveTheEntryAloneWithoutADetail() throws Exception {
        // given
        Map<String, Object> receipt = receipt();
        receipt.put("detailBytes", null);
        receipt.put("salt", null);

        // then
        assertThat(verify(receipt)).startsWith("0 PROVEN: entry 300").contains("nothing is proven about it");
    }

    @Test
    void shouldProveThePartsThatAnAuditorHas() throws Exception {
        // given
        String proof = write("300.tlog-proof", log.prove(300).bytes());
        String entryFile = write("300.json", entry.bytes());
        String detail = write("detail.json", DETAIL.getBytes(UTF_8));
        String changed =
                write("changed.json", DETAIL.replace("Allergy", "allergy").getBytes(UTF_8));

        // then
        assertThat(program.run(proof, entryFile, detail, base64(salt), log.vkey()))
                .startsWith("0 PROVEN: entry 300")
                .contains("AllergyIntolerance");
        assertThat(program.run(proof, entryFile, changed, base64(salt), log.vkey()))
                .startsWith("1 NOT PROVEN: the entry was not written for this detail and salt");
        assertThat(program.run(proof, entryFile, log.vkey()))
                .startsWith("0 PROVEN: entry 300")
                .doesNotContain("AllergyIntolerance");
    }

    @Test
    void shouldNotProveAChangedDetail() throws Exception {
        assertThat(verifyWith(
                        "detailBytes", text -> base64(DETAIL.replace("p1", "p2").getBytes(UTF_8))))
                .startsWith("1 NOT PROVEN: the entry was not written for this detail and salt");
    }

    @Test
    void shouldNotProveAChangedSalt() throws Exception {
        assertThat(verifyWith("salt", text -> base64(otherSalt)))
                .startsWith("1 NOT PROVEN: the entry was not written for this detail and salt");
    }

    @Test
    void shouldNotProveASaltThatAnHmacTakesForTheSame() throws Exception {
        // given: HMAC pads its key with zeros
        byte[] padded = Arrays.copyOf(salt, 33);

        // then
        assertThat(verifyWith("salt", text -> base64(padded)))
                .startsWith("1 NOT PROVEN: the salt does not have 32 bytes");
    }

    @Test
    void shouldNotProveTheDetailOfAnotherEntry() throws Exception {
        // given
        Map<String, Object> receipt = receipt();
        receipt.put("detailBytes", base64("{\"resourceType\":\"Condition\"}".getBytes(UTF_8)));
        receipt.put("salt", base64(otherSalt));

        // then
        assertThat(verify(receipt)).startsWith("1 NOT PROVEN: the entry was not written for this detail and salt");
    }

    @Test
    void shouldNotProveAChangedEntry() throws Exception {
        assertThat(verifyWith(
                        "entryBytes",
                        text -> base64(new String(entry.bytes(), UTF_8)
                                .replace("somebody", "anybody")
                                .getBytes(UTF_8))))
                .startsWith("1 NOT PROVEN: the path does not lead");
    }

    @Test
    void shouldNotProveByAnotherKey() throws Exception {
        String file = write("receipt.json", JsonMapper.shared().writeValueAsBytes(receipt()));

        assertThat(program.run(file, new SampleLog(folder.resolve("other")).vkey()))
                .startsWith("1 NOT PROVEN: the log did not sign");
    }

    @Test
    void shouldNotBeMisledByReadableCopies() throws Exception {
        // given: copies that say something else
        Map<String, Object> receipt = receipt();
        receipt.put("statement", "2026-11-23T05:26:00.123Z: the account nobody read nothing");
        receipt.put("entry", Map.of("actor", "nobody", "actorRole", "PATIENT"));

        // then
        assertThat(verify(receipt))
                .startsWith("0 PROVEN")
                .contains("who      somebody")
                .doesNotContain("nobody");
        // A second set of bytes is refused, as a reader could look at the other one.
        receipt.put("entry", Map.of("entryBytes", "AAAA"));
        assertThat(verify(receipt)).startsWith("1 NOT PROVEN: a file has two members entryBytes");
    }

    @Test
    void shouldNotProveGarbage() throws Exception {
        assertThat(program.run(write("garbage", "<html>".getBytes(UTF_8)), log.vkey()))
                .startsWith("1 NOT PROVEN: the file is not a receipt");
        assertThat(verifyWith("proof", text -> "\\u00zz\\u12")).startsWith("1 NOT PROVEN: ");
        assertThat(verifyWith("salt", text -> "?")).startsWith("1 NOT PROVEN: something is not base64");
        String cut = JsonMapper.shared().writeValueAsString(receipt());
        assertThat(program.run(write("cut", cut.substring(0, cut.length() - 20).getBytes(UTF_8)), log.vkey()))
                .startsWith("1 NOT PROVEN: a text in a file has no end");
        assertThat(program.run(folder.resolve("none").toString(), log.vkey())).startsWith("2 Could not be checked");
        assertThat(program.run(log.vkey())).startsWith("2 Usage");
    }

    private static String verifyWith(String member, UnaryOperator<String> change) throws Exception {
        Map<String, Object> receipt = receipt();
        receipt.put(member, change.apply((String) receipt.get(member)));
        return verify(receipt);
    }

    private static String verify(Map<String, Object> receipt) throws Exception {
        return program.run(write("receipt.json", JsonMapper.shared().writeValueAsBytes(receipt)), log.vkey());
    }

    /** As api-service writes it; the proof comes last. */
    private static Map<String, Object> receipt() throws IOException {
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("index", 300);
        receipt.put("statement", "Somebody read \"proof\": \"x\" in 'AllergyIntolerance'");
        receipt.put("entry", JsonMapper.shared().readTree(entry.bytes()));
        receipt.put("detail", JsonMapper.shared().readTree(DETAIL));
        receipt.put("entryBytes", base64(entry.bytes()));
        receipt.put("detailBytes", base64(DETAIL.getBytes(UTF_8)));
        receipt.put("salt", base64(salt));
        receipt.put("proof", new String(log.prove(300).bytes(), UTF_8));
        return receipt;
    }

    private static Entry looked(String eventId, byte[] withSalt, String detail) {
        byte[] commitment = new KeyedDigest(withSalt).of(detail.getBytes(UTF_8));
        return SampleEntries.ofPatient(eventId, "the-pseudonym", new EntryDetail("keys", new byte[80], commitment))
                .toEntry();
    }

    private static String write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
