package org.healthpassport.api;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** Infrastructure that all features share: the clock, event loops, and a MongoDB client with time-outs. */
@Configuration(proxyBeanMethods = false)
class InfrastructureConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Own event loops, so that closing this service in a shared JVM does not stop its neighbours' loops. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }
}
