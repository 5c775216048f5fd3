package org.healthpassport.edge.connection;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** Configures how connections end when a request is refused before its end, or a response is not read. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

    @Bean
    NettyServerCustomizer lingeringClose() {
        return server -> server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
                .addBefore(
                        NettyPipeline.HttpTrafficHandler, LingeringClose.class.getSimpleName(), new LingeringClose()));
    }

    @Bean
    NettyServerCustomizer stalledResponseClose(NettyServerProperties server) {
        return closingStalled(requireNonNull(server.getIdleTimeout(), "server.netty.idle-timeout"));
    }

    static NettyServerCustomizer closingStalled(Duration goesOnWithin) {
        return server -> server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
                .addFirst(StalledResponseClose.class.getSimpleName(), new StalledResponseClose(goesOnWithin)));
    }
}
