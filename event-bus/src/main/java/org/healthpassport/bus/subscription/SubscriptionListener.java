package org.healthpassport.bus.subscription;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.kafka.CloudEvents;
import org.healthpassport.events.kafka.EventMacs;
import org.slf4j.MDC;
import org.springframework.kafka.listener.MessageListener;

/** Passes the events of a subscription, which their producers prove, to its handler, and skips all others. */
final class SubscriptionListener implements MessageListener<String, byte[]> {
    private final EventSubscription subscription;

    private final EventMacs macs;

    SubscriptionListener(EventSubscription subscription, EventMacs macs) {
        this.subscription = subscription;
        this.macs = macs;
    }

    @Override
    public void onMessage(ConsumerRecord<String, byte[]> arrived) {
        ConsumerRecord<String, byte[]> record = asOfItsTopic(arrived);
        Optional<EventType> type = CloudEvents.typeOf(record);
        if (type.isPresent() && subscription.types().contains(type.get())) {
            handle(macs.read(record));
        }
    }

    /** Treats a replayed record as one of the subscription's topic, which it came from. */
    private ConsumerRecord<String, byte[]> asOfItsTopic(ConsumerRecord<String, byte[]> record) {
        return record.topic().equals(subscription.topic().topicName())
                ? record
                : new ConsumerRecord<>(
                        subscription.topic().topicName(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.timestampType(),
                        record.serializedKeySize(),
                        record.serializedValueSize(),
                        record.key(),
                        record.value(),
                        record.headers(),
                        record.leaderEpoch());
    }

    private void handle(Event event) {
        try (MDC.MDCCloseable id = MDC.putCloseable("eventId", event.id());
                MDC.MDCCloseable correlation = MDC.putCloseable("correlationId", event.correlationId());
                MDC.MDCCloseable trace = MDC.putCloseable("traceparent", event.traceparent())) {
            subscription.handler().handle(event);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // declared so by the handler; an interruption too is for the rules of failure to judge
            throw new HandlerFailure(e);
        }
    }

    /** A checked exception of a handler on its way through interfaces that do not declare it. */
    static final class HandlerFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HandlerFailure(Exception cause) {
            super(cause);
        }
    }
}
