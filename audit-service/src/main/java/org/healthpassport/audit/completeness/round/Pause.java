package org.healthpassport.audit.completeness.round;

import java.io.IOException;
import java.time.Duration;

/** Leaves the processor to others. */
@FunctionalInterface
public interface Pause {
    /** As long as the work before it took, within bounds: a round takes half of a core at most. */
    Pause AS_LONG_AS_THE_WORK = work -> {
        try {
            Thread.sleep(Math.max(5, Math.min(500, work.toMillis())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Expected to finish a round, but the service stops.", e);
        }
    };

    /** @param work the time that the work before it took */
    void after(Duration work) throws IOException;
}
