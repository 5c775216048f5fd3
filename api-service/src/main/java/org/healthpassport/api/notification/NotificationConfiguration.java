package org.healthpassport.api.notification;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Subscribes to the events that owners are told about, and forgets what is old. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {

    @Bean
    Sweep expiredNotifications(Notifications notifications, Clock clock) {
        return Sweep.of(
                "the expired notifications", Duration.ofHours(1), () -> notifications.removeExpired(clock.instant()));
    }

    @Bean
    Sweep hospitalNewsSweep(NotificationEvents events) {
        return Sweep.of("the news of hospitals", Duration.ofSeconds(2), events::tellNews);
    }

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
                        EventType.REPRESENTATIVE_ADDED,
                        EventType.REPRESENTATIVE_ENDED,
                        EventType.PASSPORT_TAKEN_OVER,
                        // The first use of a consent can be a write.
                        EventType.RECORD_CREATED,
                        EventType.RECORD_AMENDED,
                        EventType.RECORD_DELETED,
                        EventType.DOCUMENT_RECEIVED,
                        EventType.DOCUMENT_DELETED),
                events);
    }

    @Bean
    EventSubscription consentUseNotificationsSubscription(NotificationEvents events) {
        return new EventSubscription(
                "api-service-consent-use-notifications", Topics.ACCESS, Set.of(EventType.DATA_READ), events);
    }
}
