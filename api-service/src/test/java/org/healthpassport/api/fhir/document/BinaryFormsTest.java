package org.healthpassport.api.fhir.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;

class BinaryFormsTest {
    private static final BinaryForms JSON = new BinaryForms("1", List.of(MediaType.APPLICATION_JSON));

    @Property(tries = 200)
    void shouldEncodeTheBytesHoweverTheyAreCut(
            @ForAll @Size(max = 300) byte[] bytes, @ForAll @Size(max = 6) List<@IntRange(max = 300) Integer> cuts) {
        // when
        ResponseEntity<Flux<DataBuffer>> answer = JSON.choose(file(bytes, cuts));
        byte[] body = all(answer);

        // then
        assertThat(answer.getHeaders().getContentLength()).isEqualTo(body.length);
        assertThat(Base64.getDecoder().decode(FhirJson.parse(body).path("data").asString()))
                .isEqualTo(bytes);
    }

    @Test
    void shouldEncodeAsManyBytesAsAResourceMayHave() {
        // given
        byte[] bytes = new byte[BinaryForms.MOST_IN_JSON];
        Arrays.fill(bytes, (byte) 'x');

        // when
        byte[] body = all(JSON.choose(file(bytes, List.of(8_192, 500_000))));

        // then
        assertThat(Base64.getDecoder().decode(FhirJson.parse(body).path("data").asString()))
                .isEqualTo(bytes);
    }

    private static ResponseEntity<Flux<DataBuffer>> file(byte[] bytes, List<Integer> cuts) {
        int[] ends = cuts.stream()
                .mapToInt(cut -> Math.min(cut, bytes.length))
                .sorted()
                .toArray();
        Flux<DataBuffer> parts = Flux.range(0, ends.length + 1)
                .map(part -> Arrays.copyOfRange(
                        bytes, part == 0 ? 0 : ends[part - 1], part == ends.length ? bytes.length : ends[part]))
                .map(DefaultDataBufferFactory.sharedInstance::wrap);
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_PLAIN)
                .contentLength(bytes.length)
                .body(parts);
    }

    private static byte[] all(ResponseEntity<Flux<DataBuffer>> answer) {
        DataBuffer all = DefaultDataBufferFactory.sharedInstance.join(
                answer.getBody().collectList().block());
        byte[] bytes = new byte[all.readableByteCount()];
        all.read(bytes);
        return bytes;
    }
}
