package org.healthpassport.api.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The example links of the SMART Health Cards and Links guide, where a copy lies beside the repository. Our tests read
 * our own links by the same code.
 */
class OfficialLinksTest {
    private static final Path VECTORS = Path.of("shared/vectors/smart-health-cards");

    @Test
    void shouldReadALinkBehindAViewer() {
        // given
        JsonNode details = JsonMapper.shared().readTree(vector("CARIN_INS_CD-bundle-01-shl-details.json"));

        // when
        HealthLinkReader link = HealthLinkReader.of(vector("CARIN_INS_CD-bundle-01-shl.txt"));

        // then
        assertThat(link.payload()).isEqualTo(details);
        assertThat(link.key()).hasSize(32);
    }

    @Test
    void shouldDecryptAPatientSummary() {
        // given
        HealthLinkReader link = HealthLinkReader.of(vector("IPS_IG-bundle-01-shl.txt"));

        // when
        HealthLinkReader.Decrypted summary = link.decrypt(vector("IPS_IG-bundle-01-enc.txt"));

        // then
        assertThat(summary.json()).isEqualTo(JsonMapper.shared().readTree(vector("IPS_IG-bundle-01.json")));
    }

    private static String vector(String file) {
        Optional<Path> path = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(VECTORS).resolve(file))
                .filter(Files::exists)
                .findFirst();
        if (path.isEmpty()) {
            System.out.println("Skipped: there is no " + VECTORS + "/" + file + " beside the repository.");
        }
        Assumptions.assumeTrue(path.isPresent(), "no examples of SMART Health Links beside the repository");
        try {
            return Files.readString(path.orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
