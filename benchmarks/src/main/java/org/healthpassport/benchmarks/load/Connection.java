package org.healthpassport.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection with one request at a time. It opens when it is first used, and again if the server closed it. */
final class Connection {
    private static final int KEPT_OF_ALL = 512;

    private final EventLoop loop;
    private final String host;
    private final int port;
    private @Nullable Channel channel;
    private @Nullable Consumer<Answer> waiting;
    private boolean keepsAnswer;
    private boolean closes;
    private int status;
    private long length;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Connection(EventLoop loop, String host, int port) {
        this.loop = loop;
        this.host = host;
        this.port = port;
    }

    /** Sends a request; on the event loop only, and only after the last answer. */
    void send(Request request, Consumer<Answer> then) {
        waiting = then;
        keepsAnswer = request.keepsAnswer();
        status = Answer.NONE;
        length = 0;
        body.reset();
        if (channel != null && channel.isActive()) {
            write(channel, request);
            return;
        }
        ChannelFuture opening = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline().addLast(new HttpClientCodec(), new ChunkedWriteHandler(), new Reader());
                    }
                })
                .connect(host, port);
        opening.addListener((ChannelFutureListener) opened -> {
            if (opened.isSuccess()) {
                channel = opened.channel();
                write(opened.channel(), request);
            } else {
                broken(opened.cause());
            }
        });
    }

    void close() {
        if (channel != null) {
            channel.close();
        }
    }

    private void write(Channel to, Request request) {
        Body sent = request.body();
        HttpRequest http = sent.filler() == 0
                ? new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, request.method(), request.path(), Unpooled.wrappedBuffer(sent.head()))
                : new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.path());
        http.headers().set("Host", host + ":" + port);
        request.headers().forEach(http.headers()::set);
        if (sent.length() > 0) {
            HttpUtil.setContentLength(http, sent.length());
        }
        to.write(http).addListener(this::written);
        if (sent.filler() > 0) {
            to.write(new BodyChunks(sent)).addListener(this::written);
            to.write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        to.flush();
    }

    private void written(io.netty.util.concurrent.Future<?> written) {
        // After a refusal before the end of an upload, the answer counts, and not that the rest could not be written.
        if (!written.isSuccess() && status == Answer.NONE) {
            broken(written.cause());
        }
    }

    private void broken(Throwable cause) {
        close();
        channel = null;
        finish(Answer.broken("the connection broke: " + cause.getMessage()));
    }

    private void finish(Answer answer) {
        Consumer<Answer> then = waiting;
        if (then != null) {
            waiting = null;
            then.accept(answer);
        }
    }

    private final class Reader extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws IOException {
            if (part instanceof HttpResponse response) {
                status = response.status().code();
                closes = !HttpUtil.isKeepAlive(response);
            }
            if (part instanceof HttpContent content) {
                ByteBuf bytes = content.content();
                length += bytes.readableBytes();
                int kept = keepsAnswer
                        ? bytes.readableBytes()
                        : Math.min(bytes.readableBytes(), KEPT_OF_ALL - body.size());
                if (kept > 0) {
                    bytes.readBytes(body, kept);
                }
            }
            if (part instanceof LastHttpContent) {
                if (closes) {
                    channel = null;
                    context.close();
                }
                finish(new Answer(status, body.toByteArray(), length));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (context.channel() == channel) {
                broken(new IOException("the server closed it"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            broken(cause);
        }
    }
}
