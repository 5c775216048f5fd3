package org.healthpassport.edge.failure;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.request.AnswerHeaders;
import org.healthpassport.edge.request.RequestTrace;
import org.healthpassport.edge.request.RequestTracing;

/**
 * Gives a body to the answers of the server itself to requests that it cannot read: a malformed address or header (400), an
 * address that is too long (414), headers that are too long (431). Such a request comes to no filter, so it has no id yet.
 */
final class BareRefusal extends ChannelDuplexHandler {
    private final ProblemBody problems;
    private final OutcomeBody outcomes;
    private final RequestLine line;
    private final AnswerHeaders headers;
    private final RequestTracing tracing;
    private ProblemForm form;
    private boolean withoutBody;

    BareRefusal(
            ProblemBody problems,
            OutcomeBody outcomes,
            RequestLine line,
            AnswerHeaders headers,
            RequestTracing tracing) {
        this.problems = problems;
        this.outcomes = outcomes;
        this.line = line;
        this.form = problems;
        this.headers = headers;
        this.tracing = tracing;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            withoutBody = request.method().equals(HttpMethod.HEAD);
            form = OutcomeBody.isFor(line.targetOf(request)) ? outcomes : problems;
        }
        if (message instanceof LastHttpContent) {
            line.next();
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
        byte[] body = form.of(problem.get(), requestId);
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, form.mediaType().toString());
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        FullHttpResponse complete = answer.replace(Unpooled.wrappedBuffer(body));
        answer.release();
        return complete;
    }
}
