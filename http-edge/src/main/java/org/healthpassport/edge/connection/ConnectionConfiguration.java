package org.healthpassport.edge.connection;

import io.netty.channel.ChannelOption;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/**
 * Configures how connections end when a request is refused before its end, or when the client is too slow. Workers,
 * which have no API, import this alone.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionSettings.class)
public class ConnectionConfiguration {
    /**
     * The kernel doubles it, and asks for more only when a third is free: a client that takes 8 kB a second shows
     * progress every 21 s. A buffer that the kernel sizes itself grows to megabytes, which would hide such a client for
     * minutes.
     */
    static final int SEND_BUFFER = 256 * 1024;

    /** The data in a third of the doubled buffer. */
    static final long UNSEEN_BYTES = 2L * SEND_BUFFER / 3;

    @Bean
    NettyServerCustomizer connectionDeadlines(ConnectionSettings limits, ObjectProvider<UploadRoute> uploads) {
        return watching(limits, uploads.stream().toList());
    }

    static NettyServerCustomizer watching(ConnectionSettings limits, List<UploadRoute> uploads) {
        return server -> server.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .doOnChannelInit((observer, channel, address) -> {
                    RequestPhases phases = new RequestPhases(limits, uploads, UNSEEN_BYTES);
                    channel.pipeline()
                            .addFirst(ConnectionDeadlines.class.getSimpleName(), phases.deadlines())
                            .addBefore(
                                    NettyPipeline.HttpTrafficHandler,
                                    LingeringClose.class.getSimpleName(),
                                    new LingeringClose())
                            .addBefore(NettyPipeline.HttpTrafficHandler, RequestPhases.class.getSimpleName(), phases);
                });
    }
}
