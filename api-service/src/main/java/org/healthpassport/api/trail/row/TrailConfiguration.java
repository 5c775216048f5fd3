package org.healthpassport.api.trail.row;

import java.time.Duration;
import java.util.Set;
import org.healthpassport.api.trail.row.TrailRows.Damaged;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Follows everything that is done with patients' data. */
@Configuration(proxyBeanMethods = false)
class TrailConfiguration {
    /** Far longer than a row takes; after that, the consumer retries. */
    private static final Duration DONE_WITHIN = Duration.ofSeconds(2);
    /** Every read is such an event, and a row takes milliseconds. */
    private static final int AT_ONCE = 200;

    @Bean
    EventSubscription accessTrailSubscription(TrailEvents trail) {
        return subscription("api-service-access-trail", Topics.ACCESS, Looks.ACCESSES, trail);
    }

    @Bean
    EventSubscription patientTrailSubscription(TrailEvents trail) {
        return subscription("api-service-patient-trail", Topics.PATIENT, Looks.CHANGES, trail);
    }

    private static EventSubscription subscription(
            String consumer, Topics topic, Set<EventType> types, TrailEvents trail) {
        return new EventSubscription(consumer, topic, types, event -> put(event, trail), AT_ONCE);
    }

    private static void put(Event event, TrailEvents trail) {
        trail.put(event, Damaged.STAYS).timeout(DONE_WITHIN).block();
    }
}
