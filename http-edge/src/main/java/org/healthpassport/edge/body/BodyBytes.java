package org.healthpassport.edge.body;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Copies bodies out of buffers, which are released, so that no pooled memory leaks. */
public final class BodyBytes {
    private BodyBytes() {}

    /**
     * A whole body; empty if it has no bytes.
     *
     * @return fails with a {@code DataBufferLimitException} if it has more bytes than {@code most}
     */
    public static Mono<byte[]> all(Flux<DataBuffer> body, int most) {
        return DataBufferUtils.join(body, most).map(BodyBytes::take);
    }

    /** The readable bytes of a buffer, which is released. */
    public static byte[] take(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }
}
