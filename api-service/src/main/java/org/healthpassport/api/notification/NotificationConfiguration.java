package org.healthpassport.api.notification;

import java.util.Set;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Subscribes to what owners are told about. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {

    @Bean
    EventSubscription accountNotificationsSubscription(NotificationEvents events) {
        return new EventSubscription(
                "api-service-account-notifications",
                Topics.IDENTITY,
                Set.of(
                        EventType.ACCOUNT_ACTIVATED,
                        EventType.ACCOUNT_SUSPENDED,
                        EventType.PASSWORD_CHANGED,
                        EventType.SECOND_FACTOR_ENROLLED,
                        EventType.SECOND_FACTOR_REMOVED),
                events);
    }

    @Bean
    EventSubscription patientNotificationsSubscription(NotificationEvents events) {
        return new EventSubscription(
                "api-service-patient-notifications",
                Topics.PATIENT,
                Set.of(
                        EventType.QR_CODE_OPENED,
                        EventType.CONSENT_REQUESTED,
                        EventType.CONSENT_GRANTED,
                        EventType.CONSENT_REFUSED,
                        EventType.CONSENT_REVOKED,
                        EventType.EMERGENCY_ACCESS_TAKEN,
                        EventType.REPRESENTATIVE_ADDED),
                events);
    }
}
