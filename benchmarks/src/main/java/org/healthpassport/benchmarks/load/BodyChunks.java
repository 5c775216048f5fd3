package org.healthpassport.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.util.Random;

/** Writes a body piece by piece, as fast as the connection takes it. */
final class BodyChunks implements ChunkedInput<ByteBuf> {
    private static final ByteBuf FILLER = filler();

    private final Body body;
    private long position;

    BodyChunks(Body body) {
        this.body = body;
    }

    @Override
    public boolean isEndOfInput() {
        return position == body.length();
    }

    @Override
    public void close() {}

    @Override
    @Deprecated
    public ByteBuf readChunk(ChannelHandlerContext context) {
        return readChunk(context.alloc());
    }

    @Override
    public ByteBuf readChunk(ByteBufAllocator allocator) {
        long random = position - body.head().length;
        ByteBuf chunk;
        if (random < 0) {
            chunk = Unpooled.wrappedBuffer(body.head());
        } else if (random < body.filler()) {
            chunk = FILLER.retainedSlice(0, (int) Math.min(FILLER.capacity(), body.filler() - random));
        } else {
            chunk = Unpooled.wrappedBuffer(body.tail());
        }
        position += chunk.readableBytes();
        return chunk;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public long progress() {
        return position;
    }

    private static ByteBuf filler() {
        byte[] random = new byte[64 * 1024];
        new Random(1).nextBytes(random);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(random.length).writeBytes(random).asReadOnly());
    }
}
