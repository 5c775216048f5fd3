package org.healthpassport.edge.failure;

import org.healthpassport.edge.request.AnswerHeaders;
import org.healthpassport.edge.request.RequestTracing;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** Looks after failures that no filter sees, as they happen on the connection. */
@Configuration(proxyBeanMethods = false)
class FailureConfiguration {

    @Bean
    NettyServerCustomizer bareRefusal(
            ProblemBody problems, OutcomeBody outcomes, AnswerHeaders headers, RequestTracing tracing) {
        return server -> server.doOnChannelInit((observer, channel, address) -> {
            RequestLine line = new RequestLine();
            channel.pipeline()
                    .addBefore(NettyPipeline.HttpCodec, RequestLine.class.getSimpleName(), line)
                    .addBefore(
                            NettyPipeline.HttpTrafficHandler,
                            BareRefusal.class.getSimpleName(),
                            new BareRefusal(problems, outcomes, line, headers, tracing));
        });
    }

    @Bean
    NettyServerCustomizer clientReset() {
        ClientReset reset = new ClientReset();
        return server -> server.doOnChannelInit(
                (observer, channel, address) -> channel.pipeline().addFirst(ClientReset.class.getSimpleName(), reset));
    }
}
