package org.healthpassport.api.trail.row;

import org.healthpassport.aggregates.stamp.StampForged;
import org.healthpassport.aggregates.stamp.StampedDetails;
import org.healthpassport.api.trail.row.TrailRows.Damaged;
import org.healthpassport.events.Event;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.vault.key.SealBroken;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes the rows of events. */
@Component
public final class TrailEvents {
    private final StampedDetails details;
    private final TrailRows rows;
    private final ForgedEvents forged;

    TrailEvents(StampedDetails details, TrailRows rows, ForgedEvents forged) {
        this.details = details;
        this.rows = rows;
        this.forged = forged;
    }

    /**
     * Keeps the row of an event durably. An event that is about no patient gets none, and neither does one that this
     * service did not stamp, which raises an alarm.
     *
     * @return true if something was written; fails with {@link SealBroken} if the keys of the patient cannot be unwrapped
     */
    public Mono<Boolean> put(Event event, Damaged damaged) {
        AuditStamp stamp = event.stamp();
        if (stamp == null) {
            return Mono.just(false);
        }
        return Mono.defer(() -> Mono.justOrEmpty(Looks.patientOf(event)))
                .flatMap(patientId ->
                        details.open(event, stamp, patientId).map(detail -> Looks.row(event, stamp, patientId, detail)))
                .onErrorResume(StampForged.class, forgery -> {
                    forged.found(event.id());
                    return Mono.empty();
                })
                .flatMap(row -> rows.put(row, damaged))
                .defaultIfEmpty(false);
    }

    /** Tells if a failure is that of one event, which gets no row, while the others do not wait for it. */
    public static boolean isOfOneEvent(Throwable failure) {
        return failure instanceof SealBroken || failure instanceof MalformedEvent;
    }
}
