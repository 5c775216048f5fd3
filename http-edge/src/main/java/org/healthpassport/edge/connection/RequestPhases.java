package org.healthpassport.edge.connection;

import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_TIMEOUT;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.healthpassport.edge.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

/**
 * Follows the requests and answers of a connection for its {@link ConnectionDeadlines}, and refuses a request that the
 * application never sees, as its head does not arrive.
 */
final class RequestPhases extends ChannelDuplexHandler {
    private static final String PROBLEM = "{\"type\":\"%s\",\"title\":\"%s\",\"status\":408,\"detail\":\"%s\"}"
            .formatted(
                    ProblemType.REQUEST_TIMEOUT.uri(),
                    ProblemType.REQUEST_TIMEOUT.title(),
                    "The request did not arrive in time.");

    private final List<UploadRoute> uploads;
    private final ConnectionDeadlines deadlines;

    private @Nullable ChannelHandlerContext ownContext;
    private long begun;
    private long answered;
    private boolean answering;
    private boolean refused;

    RequestPhases(ConnectionSettings limits, List<UploadRoute> uploads, long unseenBytes) {
        this.uploads = uploads;
        this.deadlines = new ConnectionDeadlines(limits, this, unseenBytes);
    }

    /** The handler of the same connection that belongs next to the socket. */
    ConnectionDeadlines deadlines() {
        return deadlines;
    }

    /** The requests whose answers are not written completely. */
    long unanswered() {
        return begun - answered;
    }

    /** True while a part of an answer is written. */
    boolean isAnswering() {
        return answering;
    }

    /** True if all requests are answered. */
    boolean isAnswered() {
        return begun > 0 && unanswered() == 0;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ownContext = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            begun++;
            boolean hasBody = !LingeringClose.isWithoutBody(request);
            deadlines.onHead(hasBody, hasBody && uploads.stream().anyMatch(upload -> upload.matches(request)));
        }
        if (message instanceof LastHttpContent) {
            deadlines.onRequestComplete();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (refused) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            answering = true;
        }
        if (answering && message instanceof LastHttpContent) {
            answering = false;
            answered++;
        }
        context.write(message, promise);
    }

    /** Fails the body of the request under way, so that the application answers; does nothing if nobody reads it. */
    void failBody(Throwable failure) {
        ChannelHandlerContext context = ownContext;
        if (context == null) {
            return;
        }
        ChannelOperations<?, ?> request = ChannelOperations.get(context.channel());
        if (request != null && !request.isInboundCancelled() && !request.isInboundDisposed()) {
            context.fireExceptionCaught(failure);
        }
    }

    /** Answers 408 and ends our side of the connection; the caller closes it. */
    void refuse() {
        ChannelHandlerContext context = ownContext;
        if (context == null || refused) {
            return;
        }
        refused = true;
        context.writeAndFlush(refusal()).addListener(written -> endOutput(context));
        // Bytes that nobody reads would turn the end of the connection into a reset, which destroys the answer.
        context.read();
    }

    private static void endOutput(ChannelHandlerContext context) {
        // Under TLS, shutting down our side must not overtake data that is still to be encrypted.
        if (context.channel() instanceof DuplexChannel channel
                && context.pipeline().get(SslHandler.class) == null) {
            channel.shutdownOutput();
        }
    }

    private static FullHttpResponse refusal() {
        ByteBuf body = Unpooled.copiedBuffer(PROBLEM, StandardCharsets.UTF_8);
        FullHttpResponse refusal = new DefaultFullHttpResponse(HTTP_1_1, REQUEST_TIMEOUT, body);
        refusal.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return refusal;
    }
}
