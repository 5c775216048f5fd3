package org.healthpassport.edge.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client does not read its response: bytes are waiting to be written, and none of them was
 * written for one to two times the given time. Slow readers are left alone, and so are responses that have nothing to
 * write yet.
 */
final class StalledResponseClose extends IdleStateHandler {
    StalledResponseClose(Duration goesOnWithin) {
        super(true, 0, goesOnWithin.toMillis(), 0, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        // The first event also comes while a long write makes progress.
        if (!event.isFirst() && isWriting(context)) {
            context.close();
        }
    }

    private static boolean isWriting(ChannelHandlerContext context) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > 0;
    }
}
