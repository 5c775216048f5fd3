package org.healthpassport.edge.request;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** Prepares requests before the framework sees them. */
@Configuration(proxyBeanMethods = false)
class RequestConfiguration {

    @Bean
    NettyServerCustomizer requestTarget() {
        RequestTarget target = new RequestTarget();
        return server -> server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
                .addBefore(NettyPipeline.HttpTrafficHandler, RequestTarget.class.getSimpleName(), target));
    }
}
