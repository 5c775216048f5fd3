package org.healthpassport.aggregates.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.events.kafka.EventMacs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** One relay in each instance of the service, under its own name. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    @Bean(destroyMethod = "close")
    OutboxRelay outboxRelay(
            ReactiveMongoTemplate mongo,
            EventPublisher publisher,
            EventMacs macs,
            MeterRegistry meters,
            Ids ids,
            ObjectProvider<SavedEvents> told) {
        return new OutboxRelay(
                ids.next(),
                mongo,
                publisher,
                new AttestedOutbox(macs, meters),
                told.orderedStream().toList());
    }

    @Bean
    WaitingMacs waitingMacs(ReactiveMongoTemplate mongo, OutboxRelay relay) {
        return new WaitingMacs(mongo, relay);
    }

    /** Once the keys are open, without which no event can be checked; it sends until the service has closed everything else. */
    @Bean
    SmartLifecycle outboxRelayStart(OutboxRelay relay) {
        return new SmartLifecycle() {
            private boolean started;

            @Override
            public void start() {
                relay.start();
                started = true;
            }

            @Override
            public void stop() {
                started = false;
            }

            @Override
            public boolean isRunning() {
                return started;
            }
        };
    }
}
