package org.healthpassport.audit.background;

import java.util.List;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health of all work in the background. */
@Configuration(proxyBeanMethods = false)
class BackgroundConfiguration {
    @Bean
    HealthIndicator auditViewsHealthIndicator(List<BackgroundLoop> loops) {
        return new BackgroundHealth(loops);
    }
}
