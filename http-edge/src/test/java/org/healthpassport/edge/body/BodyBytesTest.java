package org.healthpassport.edge.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;

class BodyBytesTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final NettyDataBufferFactory pooled = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

    @Test
    void shouldCopyWhatWasNotReadYetAndReleaseTheBuffer() {
        // given
        DataBuffer buffer = buffer("abc");
        buffer.read();

        // then
        assertThat(BodyBytes.take(buffer)).asString(UTF_8).isEqualTo("bc");
        assertThat(references(buffer)).isZero();
    }

    @Test
    void shouldJoinABodyUpToItsLimitAndReleaseAllOfIt() {
        // given
        List<DataBuffer> body = List.of(buffer("abc"), buffer("de"));

        // then
        assertThat(BodyBytes.all(Flux.fromIterable(body), 5).block(WITHIN))
                .asString(UTF_8)
                .isEqualTo("abcde");
        assertThat(body).allSatisfy(buffer -> assertThat(references(buffer)).isZero());
        assertThat(BodyBytes.all(Flux.empty(), 5).blockOptional(WITHIN)).isEmpty();
    }

    @Test
    void shouldReleaseABodyThatIsTooLarge() {
        // given
        List<DataBuffer> body = List.of(buffer("abc"), buffer("def"));

        // then
        assertThatThrownBy(() -> BodyBytes.all(Flux.fromIterable(body), 5).block(WITHIN))
                .isInstanceOf(DataBufferLimitException.class);
        assertThat(body).allSatisfy(buffer -> assertThat(references(buffer)).isZero());
    }

    private DataBuffer buffer(String text) {
        return pooled.allocateBuffer(8).write(text, UTF_8);
    }

    private static int references(DataBuffer buffer) {
        return ((NettyDataBuffer) buffer).getNativeBuffer().refCnt();
    }
}
