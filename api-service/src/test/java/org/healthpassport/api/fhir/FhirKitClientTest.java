package org.healthpassport.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.foreign.ForeignChecks;
import org.healthpassport.foreign.ForeignPrograms;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Lets npm's {@code fhir-kit-client} use the FHIR API, where npm has it in its cache. Downloads nothing. */
class FhirKitClientTest {
    private static final Path SOURCES = Path.of("src/test/fhir-client");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static ForeignPrograms programs;

    @BeforeAll
    static void install(@TempDir Path folder) throws Exception {
        programs = new ForeignPrograms(folder);
        ForeignChecks.require(
                programs.install(SOURCES, "use-records.mjs"),
                "there is no npm, or fhir-kit-client is not in its cache;"
                        + " run: npm ci --prefix api-service/src/test/fhir-client");
    }

    @Test
    void shouldCreateReadUpdatePageAndDelete() throws Exception {
        assertThat(programs.run(
                        "node",
                        "use-records.mjs",
                        "http://127.0.0.1:" + api.port() + "/fhir",
                        ApiUnderTest.PUBLIC_URL,
                        api.newPatient().accessToken()))
                .isEqualTo("0 {\"fhirVersion\":\"4.0.1\",\"versions\":[\"1\",\"2\",\"1\"],"
                        + "\"stale\":{\"status\":412,\"code\":\"conflict\"},\"invalid\":{\"status\":422,\"code\":\"invalid\"},"
                        + "\"values\":[[62,61],[60]],\"gone\":{\"status\":410,\"code\":\"deleted\"}}\n");
    }
}
