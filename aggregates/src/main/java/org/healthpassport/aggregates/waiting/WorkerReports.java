package org.healthpassport.aggregates.waiting;

import java.time.Duration;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.Correlation;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.events.Event;
import reactor.core.publisher.Mono;

/** Applies workers' reports: on the consumer's own thread, with the worker as the actor and the event as the cause. */
public final class WorkerReports {
    /** Far longer than a write takes; after that, the consumer retries. */
    private static final Duration APPLIED_WITHIN = Duration.ofSeconds(30);

    private WorkerReports() {}

    /**
     * Returns when the change is durable.
     *
     * @throws TransientFailure if the same report can be applied later, as its refusal passes
     * @throws IllegalStateException if it is refused for any other reason: the report or this service may be wrong
     */
    public static void apply(Event report, Mono<?> change) {
        try {
            change.contextWrite(Correlation.causedBy(report)::into)
                    .contextWrite(Actor.service(report.type().source())::into)
                    .timeout(APPLIED_WITHIN)
                    .block();
        } catch (ConcurrentChanges others) {
            throw new TransientFailure("Expected to apply a report, but its subject is changed all the time", others);
        } catch (Refused refused) {
            throw refused.refusal().passes()
                    ? new TransientFailure("Expected to apply a report, but it is refused at the moment", refused)
                    : new IllegalStateException("Expected to apply a report, but it is refused", refused);
        }
    }
}
