package org.healthpassport.api.fhir.document;

import java.util.Arrays;
import java.util.Base64;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

/** Encodes bytes in base64 while they stream, so that a slow reader holds no more of them than of a file. */
final class Base64Stream {
    /** Bytes become characters by threes. */
    private static final int GROUP = 3;

    private byte[] rest = new byte[0];

    private Base64Stream() {}

    static Flux<DataBuffer> of(Flux<DataBuffer> bytes) {
        return Flux.defer(() -> {
            Base64Stream stream = new Base64Stream();
            return Flux.concat(bytes.map(stream::next), Flux.defer(() -> Flux.just(encoded(stream.rest))));
        });
    }

    private DataBuffer next(DataBuffer buffer) {
        int before = rest.length;
        byte[] bytes = Arrays.copyOf(rest, before + buffer.readableByteCount());
        buffer.read(bytes, before, bytes.length - before);
        DataBufferUtils.release(buffer);
        int whole = bytes.length - bytes.length % GROUP;
        rest = Arrays.copyOfRange(bytes, whole, bytes.length);
        return encoded(Arrays.copyOf(bytes, whole));
    }

    private static DataBuffer encoded(byte[] bytes) {
        return DefaultDataBufferFactory.sharedInstance.wrap(Base64.getEncoder().encode(bytes));
    }
}
