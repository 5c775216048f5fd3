package org.healthpassport.api.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.foreign.ForeignChecks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Lets npm's {@code fhir-kit-client} use the FHIR API, where npm has it in its cache. Downloads nothing. */
class FhirKitClientTest {
    private static final Path SOURCES = Path.of("src/test/fhir-client");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @TempDir
    static Path folder;

    @BeforeAll
    static void install() throws Exception {
        for (String file : List.of("package.json", "package-lock.json", "use-records.mjs")) {
            Files.copy(SOURCES.resolve(file), folder.resolve(file));
        }
        ForeignChecks.require(
                isInstalled(),
                "there is no npm, or fhir-kit-client is not in its cache;"
                        + " run: npm ci --prefix api-service/src/test/fhir-client");
    }

    @Test
    void shouldCreateReadUpdatePageAndDelete() throws Exception {
        assertThat(run(
                        "node",
                        "use-records.mjs",
                        "http://127.0.0.1:" + api.port() + "/fhir",
                        ApiUnderTest.PUBLIC_URL,
                        api.newPatient().accessToken()))
                .isEqualTo("0 {\"fhirVersion\":\"4.0.1\",\"versions\":[\"1\",\"2\",\"1\"],"
                        + "\"stale\":{\"status\":412,\"code\":\"conflict\"},\"invalid\":{\"status\":422,\"code\":\"invalid\"},"
                        + "\"values\":[[62,61],[60]],\"gone\":{\"status\":410,\"code\":\"deleted\"}}\n");
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return run("npm", "ci", "--offline", "--ignore-scripts", "--no-audit", "--no-fund")
                    .startsWith("0 ");
        } catch (IOException noNpm) {
            return false;
        }
    }

    /** The exit code and what was printed. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }
}
