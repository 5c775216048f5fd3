package org.healthpassport.api.sharing.drawing;

import java.util.Set;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans for the reports of the QR worker. */
@Configuration(proxyBeanMethods = false)
class DrawingConfiguration {

    @Bean
    EventSubscription drawnQrCodesSubscription(DrawingReports reports) {
        return new EventSubscription(
                "api-service-qr-codes", Topics.PROCESSING, Set.of(EventType.QR_CODE_DRAWN), reports);
    }
}
