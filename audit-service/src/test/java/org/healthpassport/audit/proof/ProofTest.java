package org.healthpassport.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.audit.AuditUnderTest;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.merkle.ConsistencyProof;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.InclusionProof;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

class ProofTest {
    private static final Path VERIFIER = Path.of("../docs/VerifyProof.java");

    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    private static long index;

    @BeforeAll
    static void shouldLogEntries() {
        index = AUDIT.log(IntStream.range(0, 30)
                        .mapToObj(i -> SampleEntries.by("prover"))
                        .toList())
                .get(17);
    }

    @Test
    void shouldProveInclusionInLatestAndInSmallerTrees() {
        Hash leaf = Hash.leaf(content(index));
        for (String treeSize : List.of("", "&treeSize=" + (index + 1), "&treeSize=" + (index + 2))) {
            Map<?, ?> answer = json("/api/audit/proofs/inclusion?index=" + index + treeSize);
            InclusionProof proof =
                    new InclusionProof(index, ((Number) answer.get("treeSize")).longValue(), hashes(answer));
            assertThat(proof.proves(leaf, hash(answer.get("root"))))
                    .as(treeSize)
                    .isTrue();
        }
    }

    @Test
    void shouldProveThatLogOnlyGrew() {
        for (long from : new long[] {0, 1, 2, index, index + 1}) {
            Map<?, ?> answer = json("/api/audit/proofs/consistency?from=" + from);
            ConsistencyProof proof =
                    new ConsistencyProof(from, ((Number) answer.get("to")).longValue(), hashes(answer));
            assertThat(proof.proves(hash(answer.get("fromRoot")), hash(answer.get("toRoot"))))
                    .as("from %d", from)
                    .isTrue();
        }
        Map<?, ?> answer = json("/api/audit/proofs/consistency?from=5&to=9");
        assertThat(new ConsistencyProof(5, 9, hashes(answer))
                        .proves(hash(answer.get("fromRoot")), hash(answer.get("toRoot"))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "inclusion?index=9&treeSize=9, 422, /index",
        "inclusion?index=0&treeSize=0, 422, /index",
        "inclusion?index=0&treeSize=999999999, 422, /treeSize",
        "inclusion?index=999999999, 422, /index",
        "inclusion?index=-1, 400, /index",
        "inclusion?index=a, 400, /index",
        "inclusion?index=, 400, /index",
        "inclusion?index=1&index=2, 400, /index",
        "inclusion?index=99999999999999999999, 400, /index",
        "inclusion, 400, /index",
        "inclusion?index=1&size=3, 400, /",
        "consistency?from=9&to=8, 422, /from",
        "consistency?from=1&to=999999999, 422, /to",
        "consistency?to=1, 400, /from",
        "file?index=999999999, 422, /index",
        "file, 400, /index",
        "file?index=0&log=x, 400, /log"
    })
    void shouldRefuseWhatCannotBeProven(String question, int status, String pointer) {
        AUDIT.auditor()
                .get()
                .uri("/api/audit/proofs/" + question)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }

    @Test
    void shouldNameItsLogAndProveNothingOfAnother() {
        assertThat(json("/api/audit/proofs/inclusion?index=" + index + "&log=1").get("log"))
                .isEqualTo(1);
        AUDIT.auditor()
                .get()
                .uri("/api/audit/proofs/inclusion?index=0&log=2")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("There is no log 2.");
    }

    @Test
    void shouldGiveProofThatForeignVerifierAccepts(@TempDir Path folder) throws Exception {
        // given
        byte[] file = AUDIT.auditor()
                .get()
                .uri("/api/audit/proofs/file?index=" + index)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", "text/plain; charset=utf-8")
                .expectHeader()
                .valueEquals("Content-Disposition", "attachment; filename=\"" + index + ".tlog-proof\"")
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        assertThat(file).isNotNull();
        Path proof = Files.write(folder.resolve("entry.tlog-proof"), file);
        Path entry = Files.write(folder.resolve("entry.json"), content(index));
        Path other = Files.write(folder.resolve("other.json"), content(index + 1));

        // when, then
        assertThat(verify(proof, entry)).startsWith("0 PROVEN: entry " + index + " of ");
        assertThat(verify(proof, other)).startsWith("1 NOT PROVEN");
    }

    private static byte[] content(long of) {
        byte[] bytes = AUDIT.auditor()
                .get()
                .uri("/api/audit/entries/" + of + "/content")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        assertThat(bytes).isNotNull();
        return bytes;
    }

    private static Map<?, ?> json(String uri) {
        WebTestClient.ResponseSpec answer = AUDIT.auditor().get().uri(uri).exchange();
        Map<?, ?> body = answer.expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        assertThat(body).isNotNull();
        return body;
    }

    private static List<Hash> hashes(Map<?, ?> answer) {
        return ((List<?>) answer.get("hashes")).stream().map(ProofTest::hash).toList();
    }

    private static Hash hash(Object base64) {
        return Hash.of(Base64.getDecoder().decode((String) base64));
    }

    private static String verify(Path proof, Path entry) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = Stream.of(java, VERIFIER, proof, entry, AUDIT.vkey())
                .map(Object::toString)
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }
}
