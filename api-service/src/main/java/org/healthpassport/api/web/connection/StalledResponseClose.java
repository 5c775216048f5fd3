package org.healthpassport.api.web.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client does not read its response: where something waits to be written, and nothing of it
 * was for once to twice the time. Slow readers are left alone, and so are responses that wait for what is next to say.
 */
final class StalledResponseClose extends IdleStateHandler {
    StalledResponseClose(Duration goesOnWithin) {
        super(true, 0, goesOnWithin.toMillis(), 0, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        // The first one comes even where bytes of a long write went out meanwhile.
        if (!event.isFirst() && isWriting(context)) {
            context.close();
        }
    }

    private static boolean isWriting(ChannelHandlerContext context) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > 0;
    }
}
