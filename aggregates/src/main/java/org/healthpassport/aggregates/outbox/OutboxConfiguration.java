package org.healthpassport.aggregates.outbox;

import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.bus.EventPublisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** One relay in each instance of the service, under its own name. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    @Bean(initMethod = "start", destroyMethod = "close")
    OutboxRelay outboxRelay(
            ReactiveMongoTemplate mongo, EventPublisher publisher, Ids ids, ObjectProvider<SavedEvents> told) {
        return new OutboxRelay(
                ids.next(),
                new PendingEventStore(mongo),
                publisher,
                told.orderedStream().toList());
    }
}
