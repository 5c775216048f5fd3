package org.healthpassport.audit.publication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.healthpassport.audit.AuditUnderTest;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.verify.VerifyCommand;
import org.healthpassport.audit.verify.source.LogFolder;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    @BeforeAll
    static void shouldHaveOneFullTileAtLeast() {
        AUDIT.log(IntStream.range(0, 300)
                .mapToObj(i -> SampleEntries.by("somebody"))
                .toList());
    }

    @Test
    void shouldPublishCheckpointForAMoment() {
        AUDIT.client()
                .get()
                .uri("/audit-log/checkpoint")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", "text/plain; charset=utf-8")
                .expectHeader()
                .valueEquals("Cache-Control", "max-age=1, public")
                .expectBody(String.class)
                .value(note -> assertThat(note).startsWith("localhost/audit-log\n"));
    }

    @Test
    void shouldHaveNoCheckpointBeforeTheFirstIsSigned(@TempDir Path empty) {
        PublicationController controller = new PublicationController(new PublishedLogs(
                AUDIT.bean(LogInUse.class),
                new LogFolder(empty),
                AUDIT.bean(LogStore.class),
                AUDIT.bean(CheckpointStore.class),
                AUDIT.bean(StoredFileCache.class),
                AUDIT::verifierKey));
        assertThatThrownBy(() -> controller.checkpoint().block())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.NOT_FOUND));
    }

    @Test
    void shouldPublishTilesForEver() {
        AUDIT.client()
                .get()
                .uri("/audit-log/tile/0/000")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", "application/octet-stream")
                .expectHeader()
                .valueEquals("Cache-Control", "max-age=31536000, public, immutable")
                .expectBody(byte[].class)
                .value(tile -> assertThat(tile).hasSize(8192));
        AUDIT.client()
                .head()
                .uri("/audit-log/tile/0/000")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/999",
                "tile/0/00",
                "tile/0/0000",
                "tile/00/000",
                "tile/8/000",
                "tile/-1/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/257",
                "tile/0/x000/000",
                "tile/0/000/",
                "tile/0",
                "tile/",
                "tile/0/abc",
                "tile/7/000",
                "closed",
                "1/checkpoint",
                "1/closed",
                "2/checkpoint",
                "2/vkey",
                "2/closed",
                "2/tile/0/000",
                "02/vkey",
                "x/vkey",
                "-1/vkey",
                "9999999999/vkey"
            })
    void shouldServeNothingElse(String path) {
        AUDIT.client()
                .get()
                .uri("/audit-log/" + path)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody();
    }

    @Test
    void shouldGiveEntriesToAuditorsToAskForEachTime() {
        AUDIT.auditor()
                .get()
                .uri("/audit-log/tile/entries/000")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody();
    }

    @Test
    void shouldBeVerifiableAsAWhole(@TempDir Path folder) throws IOException {
        // given
        Path token = Files.writeString(folder.resolve("token"), AUDIT.token("AUDITOR", "verifier"));
        String key = AUDIT.client()
                .get()
                .uri("/audit-log/vkey")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(key).isEqualTo(AUDIT.vkey() + "\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // when
        int code = new VerifyCommand(new PrintStream(out, true, UTF_8), System.err)
                .run(
                        "verify",
                        "--log",
                        "http://127.0.0.1:" + AUDIT.port() + "/audit-log",
                        "--vkey",
                        key.strip(),
                        "--token-file",
                        token.toString());

        // then
        assertThat(out.toString(UTF_8)).startsWith("GOOD: localhost/audit-log, size ");
        assertThat(code).isEqualTo(VerifyCommand.GOOD);
    }
}
