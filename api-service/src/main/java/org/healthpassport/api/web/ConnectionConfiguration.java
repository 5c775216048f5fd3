package org.healthpassport.api.web;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** How connections end whose request was refused in the middle. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

    @Bean
    NettyServerCustomizer lingeringClose() {
        return server -> server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
                .addBefore(
                        NettyPipeline.HttpTrafficHandler, LingeringClose.class.getSimpleName(), new LingeringClose()));
    }
}
