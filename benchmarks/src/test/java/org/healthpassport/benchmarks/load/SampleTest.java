package org.healthpassport.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void shouldCountFailuresOfOneKindTogether() {
        // given
        Sample sample = new Sample();
        Request request = Request.get("/");

        // when
        for (String id : new String[] {"1", "2"}) {
            byte[] problem = "{\"status\":429,\"instance\":\"urn:request:%s\"}"
                    .formatted(id)
                    .getBytes(UTF_8);
            sample.add(1_000_000, request, new Answer(429, problem, problem.length));
        }
        sample.add(1_000_000, request, new Answer(200, new byte[0], 0));

        // then
        assertThat(sample.failuresByAnswer()).containsOnlyKeys("429 instead of 200: {\"status\":429}");
        assertThat(sample.failures()).isEqualTo(2);
        assertThat(sample.requests()).isEqualTo(3);
    }
}
