package org.healthpassport.edge.failure;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the beginning of a request's first line. The decoder drops a line that is too long, and its refusal would not know
 * for which API it is. Of requests that arrive in one packet, only the first is known.
 */
final class RequestLine extends ChannelInboundHandlerAdapter {
    /** As long as the longest method, a space and the base of an API. */
    private static final int MOST = 32;

    private final StringBuilder start = new StringBuilder(MOST);

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && start.length() < MOST) {
            int length = Math.min(bytes.readableBytes(), MOST - start.length());
            start.append(bytes.toString(bytes.readerIndex(), length, StandardCharsets.ISO_8859_1));
        }
        context.fireChannelRead(message);
    }

    /** The address of a decoded request, or its beginning if the decoder dropped it. */
    String targetOf(HttpRequest request) {
        if (request.decoderResult().isSuccess() || start.isEmpty()) {
            return request.uri();
        }
        String[] words = start.toString().stripLeading().split(" ", 3);
        return words.length < 2 ? "" : words[1];
    }

    /** Begins anew, as another request arrives now. */
    void next() {
        start.setLength(0);
    }
}
