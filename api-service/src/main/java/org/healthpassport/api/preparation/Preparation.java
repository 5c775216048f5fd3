package org.healthpassport.api.preparation;

import static java.util.Comparator.comparing;

import java.util.List;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.start.StartStep;
import org.healthpassport.vault.key.SealBroken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Takes all {@link PreparationStep}s at start, again and again until all have succeeded. A broken seal ends the start:
 * no waiting makes another key fit.
 */
@Component
public final class Preparation implements StartStep, Ordered {
    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private final List<PreparationStep> steps;
    private volatile boolean done;

    Preparation(List<PreparationStep> steps) {
        this.steps = steps.stream().sorted(comparing(PreparationStep::stage)).toList();
    }

    /** Whether requests can be taken. */
    public boolean isDone() {
        return done;
    }

    /** After the keys, with which some steps seal. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public String awaited() {
        return "MongoDB to be prepared";
    }

    /** @throws ConfigurationFailure when the database holds what the keys given do not open */
    @Override
    public void attempt() {
        try {
            // Each begins on this thread, not on that of the driver's answer to the one before.
            steps.forEach(step -> step.prepare().block());
        } catch (SealBroken broken) {
            throw new ConfigurationFailure(String.valueOf(broken.getMessage()), broken);
        }
        done = true;
        log.info("Prepared: requests are taken");
    }
}
