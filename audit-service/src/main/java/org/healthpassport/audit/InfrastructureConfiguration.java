package org.healthpassport.audit;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clock that all features share. */
@Configuration(proxyBeanMethods = false)
class InfrastructureConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
