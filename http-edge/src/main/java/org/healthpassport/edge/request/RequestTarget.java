package org.healthpassport.edge.request;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.healthpassport.edge.url.AddressCharacters;

/**
 * Encodes characters of a request's address that its client should have encoded. Browsers send {@code |}, <code>{</code>
 * and others in a query as they are (WHATWG URL, "query percent-encode set"), such as in {@code ?code=system|code}; the
 * framework would refuse such an address, as Java's {@link java.net.URI} does.
 */
@Sharable
final class RequestTarget extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request
                && request.decoderResult().isSuccess()
                && request.uri().startsWith("/")) {
            // Netty makes one character of each byte.
            byte[] sent = request.uri().getBytes(StandardCharsets.ISO_8859_1);
            request.setUri(AddressCharacters.encoded(sent));
        }
        context.fireChannelRead(message);
    }
}
