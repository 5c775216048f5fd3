package org.healthpassport.api.notification.live;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.events.Event;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.kafka.CloudEvents;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.ForgedEvent;

/** An item on the way to the streams. */
sealed interface FeedItem {

    /** Everything before this position was passed on. */
    record Mark(EventPosition position) implements FeedItem {}

    /** An event and its place on the bus. */
    record Fed(TopicPartition partition, long offset, Event event, EventAudience audience) implements FeedItem {

        /** The event of a record; empty for one of a type that we do not know, or that is none of ours. */
        static Optional<Fed> of(ConsumerRecord<String, byte[]> record, EventMacs macs) {
            try {
                if (CloudEvents.typeOf(record).isEmpty()) {
                    return Optional.empty();
                }
                Event event = macs.read(record);
                // A payload that cannot be read would end each stream that comes to it, again and again.
                event.payload(event.type().payloadClass());
                return Optional.of(new Fed(
                        new TopicPartition(record.topic(), record.partition()),
                        record.offset(),
                        event,
                        EventAudience.of(event)));
            } catch (MalformedEvent | ForgedEvent notOurs) {
                // The audit log has it as an entry; nobody is told what it claims.
                return Optional.empty();
            }
        }
    }
}
