package org.healthpassport.api.trail.rebuild;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The thread of a rebuild, which waits for Kafka and the store. */
@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {

    @Bean(destroyMethod = "dispose")
    Scheduler trailRebuildScheduler() {
        return Schedulers.newBoundedElastic(1, 1, "trail-rebuild");
    }
}
