package org.healthpassport.edge.failure;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.request.AnswerHeaders;
import org.healthpassport.edge.request.RequestTrace;
import org.healthpassport.edge.request.RequestTracing;
import org.springframework.http.MediaType;

/**
 * Gives a body to the answers of the server itself to requests that it cannot read: a malformed address or header (400), an
 * address that is too long (414), headers that are too long (431). Such a request comes to no filter, so it has no id yet.
 */
final class BareRefusal extends ChannelDuplexHandler {
    private final ProblemBody bodies;
    private final AnswerHeaders headers;
    private final RequestTracing tracing;
    private boolean withoutBody;

    BareRefusal(ProblemBody bodies, AnswerHeaders headers, RequestTracing tracing) {
        this.bodies = bodies;
        this.headers = headers;
        this.tracing = tracing;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            withoutBody = request.method().equals(HttpMethod.HEAD);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(
                message instanceof FullHttpResponse answer && isBare(answer) ? complete(answer) : message, promise);
    }

    private static boolean isBare(FullHttpResponse answer) {
        return answer.status().code() >= 400
                && !answer.content().isReadable()
                && !answer.headers().contains(RequestTrace.HEADER);
    }

    private FullHttpResponse complete(FullHttpResponse answer) {
        String requestId = tracing.newId();
        answer.headers().set(RequestTrace.HEADER, requestId);
        headers.forEach(answer.headers()::set);
        Optional<Problem> problem =
                ProblemTranslation.ofStatus(answer.status().code()).filter(known -> !withoutBody);
        if (problem.isEmpty()) {
            return answer;
        }
        byte[] body = bodies.of(problem.get(), requestId);
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        FullHttpResponse complete = answer.replace(Unpooled.wrappedBuffer(body));
        answer.release();
        return complete;
    }
}
