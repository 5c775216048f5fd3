package org.healthpassport.api.trail.row;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts and logs events that this service did not make. Nobody is accused by them: they get no row. */
@Component
final class ForgedEvents {
    private static final Logger log = LoggerFactory.getLogger(ForgedEvents.class);

    private final Counter found;

    ForgedEvents(MeterRegistry metrics) {
        this.found = Counter.builder("healthpassport.trail.forged")
                .description("Number of events that were left out of patients' trails because their stamps are forged")
                .register(metrics);
    }

    void found(String eventId) {
        found.increment();
        log.error(
                "Expected event {} to have been stamped by this service, but it was not. Find out who can write to Kafka or to the store.",
                eventId);
    }
}
