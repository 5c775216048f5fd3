package org.healthpassport.edge.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose request was answered before it was read completely, such as a refused upload. The client is
 * still sending; closing at once would reset the connection and destroy the unread answer, and reading on would accept
 * the refused data. So the answer says {@code Connection: close}, our side of the connection is shut down, a little
 * more is read and discarded, and then the connection is closed (RFC 9112, 9.6).
 */
final class LingeringClose extends ChannelDuplexHandler {
    static final long DISCARDED_AT_MOST = 1 << 20;
    static final long LINGERS_MILLIS = 2_000;

    private long requests;
    private long answers;
    private boolean requestComplete = true;
    private boolean answeredEarly;
    private boolean lingering;
    private long discarded;
    private @Nullable Future<?> end;
    private @Nullable ChannelPromise closing;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (lingering) {
            discard(context, message);
            return;
        }
        if (message instanceof HttpRequest request) {
            requests++;
            requestComplete = isWithoutBody(request);
        }
        if (message instanceof LastHttpContent last) {
            requestComplete = isReadable(last);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        if (lingering) {
            readOn(context);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            answers++;
            // With pipelined requests, an incomplete request may not be the one that is answered here.
            answeredEarly = answers == requests && !requestComplete;
            if (answeredEarly) {
                HttpUtil.setKeepAlive(response, false);
            }
        }
        if (answeredEarly && message instanceof LastHttpContent) {
            lingering = true;
            context.write(message, promise.unvoid().addListener(written -> linger(context)));
        } else {
            context.write(message, promise);
        }
    }

    /** Applies the limit to all other reads, too: the server reads by itself once it has answered. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (!lingering || discarded < DISCARDED_AT_MOST) {
            context.read();
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (end == null || end.isDone()) {
            context.close(promise);
        } else {
            closing = promise;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (end != null) {
            end.cancel(false);
        }
        context.fireChannelInactive();
    }

    private void linger(ChannelHandlerContext context) {
        end = context.executor().schedule(() -> close(context), LINGERS_MILLIS, TimeUnit.MILLISECONDS);
        // Under TLS, shutting down our side must not overtake data that is still to be encrypted.
        if (context.channel() instanceof DuplexChannel channel
                && context.pipeline().get(SslHandler.class) == null) {
            channel.shutdownOutput();
        }
        readOn(context);
    }

    /** Beyond the limit the client is left waiting, not cut off, so that it can still read the answer. */
    private void readOn(ChannelHandlerContext context) {
        if (discarded < DISCARDED_AT_MOST) {
            context.read();
        } else {
            context.channel().config().setAutoRead(false);
        }
    }

    private void discard(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent content) {
            discarded += content.content().readableBytes();
        }
        boolean complete = message instanceof LastHttpContent last && isReadable(last);
        ReferenceCountUtil.release(message);
        if (complete && end != null) {
            close(context);
        }
    }

    private void close(ChannelHandlerContext context) {
        if (end != null) {
            end.cancel(false);
        }
        context.close(closing == null ? context.newPromise() : closing);
    }

    /** A length that is no number is for the server to refuse. */
    static boolean isWithoutBody(HttpRequest request) {
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0");
        return !HttpUtil.isTransferEncodingChunked(request) && length.strip().matches("0+");
    }

    private static boolean isReadable(DecoderResultProvider message) {
        return message.decoderResult().isSuccess();
    }
}
