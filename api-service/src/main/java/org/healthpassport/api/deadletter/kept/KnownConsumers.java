package org.healthpassport.api.deadletter.kept;

import java.util.Map;
import java.util.Set;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;

/** The consumers of all services, and the types that each handles, as their subscriptions declare them. */
public final class KnownConsumers {
    /** The tag of all other consumers in metrics, as anybody can invent names. */
    public static final String UNKNOWN = "unknown";

    private static final Map<DeadLetterTopic, Set<EventType>> TYPES = Map.ofEntries(
            Map.entry(new DeadLetterTopic(Topics.PROCESSING, "api-service"), Set.of(EventType.DOCUMENT_PROCESSED)),
            Map.entry(new DeadLetterTopic(Topics.PROCESSING, "api-service-qr-codes"), Set.of(EventType.QR_CODE_DRAWN)),
            Map.entry(
                    new DeadLetterTopic(Topics.IDENTITY, "api-service-account-notifications"),
                    Set.of(
                            EventType.ACCOUNT_ACTIVATED,
                            EventType.ACCOUNT_SUSPENDED,
                            EventType.PASSWORD_CHANGED,
                            EventType.SECOND_FACTOR_ENROLLED,
                            EventType.SECOND_FACTOR_REMOVED)),
            Map.entry(
                    new DeadLetterTopic(Topics.PATIENT, "api-service-patient-notifications"),
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
                            EventType.RECORD_CREATED,
                            EventType.RECORD_AMENDED,
                            EventType.RECORD_DELETED,
                            EventType.DOCUMENT_RECEIVED,
                            EventType.DOCUMENT_DELETED)),
            Map.entry(
                    new DeadLetterTopic(Topics.ACCESS, "api-service-consent-use-notifications"),
                    Set.of(EventType.DATA_READ)),
            Map.entry(
                    new DeadLetterTopic(Topics.PATIENT, "document-worker"),
                    Set.of(EventType.DOCUMENT_RECEIVED, EventType.DOCUMENT_DELETED)),
            Map.entry(new DeadLetterTopic(Topics.PATIENT, "qr-worker"), Set.of(EventType.QR_CODE_REQUESTED)),
            Map.entry(
                    new DeadLetterTopic(Topics.ACCESS, "api-service-access-trail"),
                    Set.of(
                            EventType.DATA_READ,
                            EventType.LINK_OPENED,
                            EventType.ACCESS_DENIED,
                            EventType.PERSON_LOOKED_UP)),
            Map.entry(new DeadLetterTopic(Topics.PATIENT, "api-service-patient-trail"), EventType.on(Topics.PATIENT)));

    private KnownConsumers() {}

    /** The topics of the consumers' dead letters. */
    public static Set<DeadLetterTopic> topics() {
        return TYPES.keySet();
    }

    /** The types that the consumer handles; none for an unknown consumer. */
    public static Set<EventType> typesOf(DeadLetterTopic topic) {
        return TYPES.getOrDefault(topic, Set.of());
    }
}
