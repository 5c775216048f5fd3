package org.healthpassport.api.deadletter.ingestion;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The threads that read and replay dead letters, and wait for Kafka. */
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {
    private static final int THREADS = 4;
    private static final int TASKS_WAITING = 100;

    @Bean(destroyMethod = "dispose")
    Scheduler deadLetterScheduler() {
        return Schedulers.newBoundedElastic(THREADS, TASKS_WAITING, "dead-letters");
    }
}
