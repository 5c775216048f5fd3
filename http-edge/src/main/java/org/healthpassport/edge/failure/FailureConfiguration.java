package org.healthpassport.edge.failure;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks after failures that no filter sees, as they happen on the connection. */
@Configuration(proxyBeanMethods = false)
class FailureConfiguration {

    @Bean
    NettyServerCustomizer clientReset() {
        ClientReset reset = new ClientReset();
        return server -> server.doOnChannelInit(
                (observer, channel, address) -> channel.pipeline().addFirst(ClientReset.class.getSimpleName(), reset));
    }
}
