package org.healthpassport.aggregates.preparation;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.List;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.start.StartStep;
import org.healthpassport.vault.key.SealBroken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Runs all {@link PreparationStep}s at start, again and again until all have succeeded. A broken seal ends the start:
 * waiting does not make a wrong key right.
 */
@Component
public final class Preparation implements StartStep, Ordered {
    private static final Logger log = LoggerFactory.getLogger(Preparation.class);
    /** Indexes of a large database take long to make; an answer that is lost must not hold up the start for ever. */
    private static final Duration STEP_WITHIN = Duration.ofMinutes(10);

    private final List<PreparationStep> steps;
    private volatile boolean done;

    public Preparation(List<PreparationStep> steps) {
        this.steps = steps.stream().sorted(comparing(PreparationStep::stage)).toList();
    }

    /** True once requests can be taken. */
    public boolean isDone() {
        return done;
    }

    /** After the keys are opened, as some steps seal with them. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public String awaited() {
        return "MongoDB to be prepared";
    }

    /** @throws ConfigurationFailure if the given keys do not open the data in the database */
    @Override
    public void attempt() {
        try {
            // Each step begins on this thread, not on the driver's thread that completed the step before.
            steps.forEach(step -> step.prepare().block(STEP_WITHIN));
        } catch (SealBroken broken) {
            throw new ConfigurationFailure(String.valueOf(broken.getMessage()), broken);
        }
        done = true;
        log.info("MongoDB is prepared; requests are accepted");
    }
}
