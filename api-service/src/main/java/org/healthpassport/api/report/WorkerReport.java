package org.healthpassport.api.report;

import java.time.Duration;
import org.healthpassport.api.access.stamp.Actor;
import org.healthpassport.api.problem.DependencyAway;
import org.healthpassport.api.request.Correlation;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.events.Event;
import reactor.core.publisher.Mono;

/** A worker's report: applied on the consumer's own thread, in the worker's name, with the event as the cause. */
public final class WorkerReport {
    /** Far longer than a write takes; the consumer comes again afterwards. */
    private static final Duration APPLIED_WITHIN = Duration.ofSeconds(30);

    private WorkerReport() {}

    /**
     * Returns when the change is durable.
     *
     * @throws TransientFailure when MongoDB is away; whatever else goes wrong goes on as it is
     */
    public static void apply(Event report, Mono<?> change) {
        try {
            change.contextWrite(Correlation.causedBy(report)::into)
                    .contextWrite(Actor.service(report.type().source())::into)
                    .timeout(APPLIED_WITHIN)
                    .block();
        } catch (RuntimeException failure) { // whatever it is goes on; only what passes is told apart
            throw DependencyAway.caused(failure) ? new TransientFailure("MongoDB is away", failure) : failure;
        }
    }
}
