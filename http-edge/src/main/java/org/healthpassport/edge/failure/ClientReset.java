package org.healthpassport.edge.failure;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.SocketException;

/**
 * Words the reset of a client's connection as Reactor Netty expects it: by the message of the C library. Java's own is
 * shorter, and each one would be logged as a warning.
 */
@Sharable
final class ClientReset extends ChannelInboundHandlerAdapter {

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        // Without the cause, whose message would be looked at instead.
        context.fireExceptionCaught(
                failure instanceof SocketException ? new IOException("Connection reset by peer") : failure);
    }
}
