package org.healthpassport.benchmarks.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class RequestsTest {
    @Test
    void shouldFindTheManifestOfALink() {
        // given
        String payload = "{\"url\":\"http://localhost:8080/shl/abc_-1\",\"key\":\"k\",\"exp\":1}";

        // when
        String path = Requests.manifest(
                "shlink:/" + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(UTF_8)));

        // then
        assertThat(path).isEqualTo("/shl/abc_-1");
    }

    @Test
    void shouldSendRecordsAsLargeAsHospitalsDo() {
        assertThat(Json.allergy("", "Version 1").head().length).isBetween(750, 900);
    }
}
