package org.healthpassport.aggregates.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.AuditedOperation;
import org.healthpassport.aggregates.stamp.Stamper;
import org.healthpassport.aggregates.stamp.Stamps;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.EventMacs;
import reactor.core.publisher.Mono;

/** Makes the events of a decision: numbers them, stamps them with their actor, and attests that they were decided here. */
public final class StampedEvents {
    private final String resourceType;
    private final Stamps stamps;
    private final EventMacs macs;
    private final Ids ids;

    public StampedEvents(String resourceType, Stamps stamps, EventMacs macs, Ids ids) {
        this.resourceType = resourceType;
        this.stamps = stamps;
        this.macs = macs;
        this.ids = ids;
    }

    /** @param last number of the event before the first of these */
    public Mono<List<PendingEvent>> number(
            String aggregateId, String subjectId, List<NewEvent> newEvents, long last, Instant now) {
        if (newEvents.isEmpty()) {
            return Mono.just(List.of());
        }
        boolean ofPatient = newEvents.stream().allMatch(event -> event.type().topic() == Topics.PATIENT);
        return Mono.deferContextual(context -> {
                    Actor actor = Actor.in(context);
                    return ofPatient ? stamps.ofPatient(actor, subjectId) : stamps.ofAccount(actor, subjectId);
                })
                .map(stamper -> number(aggregateId, subjectId, newEvents, last, now, stamper));
    }

    private List<PendingEvent> number(
            String aggregateId, String key, List<NewEvent> newEvents, long last, Instant now, Stamper stamper) {
        List<PendingEvent> events = new ArrayList<>(newEvents.size());
        for (NewEvent newEvent : newEvents) {
            String eventId = ids.next();
            String part = newEvent.resourceId();
            AuditedOperation operation = AuditedOperation.of(resourceType, part == null ? aggregateId : part)
                    .to(newEvent.recipient());
            events.add(new PendingEvent(macs.attest(new Event(
                    eventId,
                    newEvent.type(),
                    aggregateId,
                    now,
                    key,
                    last + events.size() + 1,
                    stamper.correlation().correlationId(),
                    stamper.correlation().causationId(),
                    stamper.correlation().traceparent(),
                    EventCodec.encode(newEvent.payload()),
                    EncodedStamp.of(stamper.stamp(eventId, newEvent.action(), newEvent.outcome(), operation))))));
        }
        return events;
    }
}
