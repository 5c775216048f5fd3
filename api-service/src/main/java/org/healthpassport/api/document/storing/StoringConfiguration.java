package org.healthpassport.api.document.storing;

import java.util.Set;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Subscribes to the reports of the document worker. */
@Configuration(proxyBeanMethods = false)
class StoringConfiguration {

    @Bean
    EventSubscription processingSubscription(StoringReports reports) {
        return new EventSubscription("api-service", Topics.PROCESSING, Set.of(EventType.DOCUMENT_PROCESSED), reports);
    }
}
