package org.healthpassport.bus.start;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Takes all {@link StartStep}s between the start of the web server and that of everything else: liveness is up from
 * here on, readiness is down until the application has started. A step that fails is taken again, until the service's
 * patience ends; then, or where waiting cannot help, the start fails.
 */
public final class StartWait implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(StartWait.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Services that start together wait for one another so long. */
    private static final Duration USUAL = Duration.ofSeconds(15);

    /** After the web server, which starts 2,048 before the default phase, where subscriptions and loops start. */
    private static final int PHASE = DEFAULT_PHASE - 512;

    private final List<StartStep> steps;
    private final Duration patience;
    private final Duration usual;
    private final ApplicationEventPublisher events;
    private volatile boolean over;

    public StartWait(List<StartStep> steps, Duration patience, ApplicationEventPublisher events) {
        this(steps, patience, USUAL, events);
    }

    /** @param usual a wait that is no reason for a warning */
    StartWait(List<StartStep> steps, Duration patience, Duration usual, ApplicationEventPublisher events) {
        this.steps = List.copyOf(steps);
        this.patience = patience;
        this.usual = usual;
        this.events = events;
    }

    /** True once everything that the service needs is there. */
    public boolean isOver() {
        return over;
    }

    /**
     * Returns when all steps have succeeded.
     *
     * @throws IllegalStateException if one did not in time; the message names it
     * @throws ConfigurationFailure if waiting cannot help
     */
    @Override
    public void start() {
        // Spring says so after the start only, and an orchestrator would end one that waits.
        AvailabilityChangeEvent.publish(events, this, LivenessState.CORRECT);
        FutureTask<?> waiting = new FutureTask<>(this::takeAll, null);
        Thread thread = new Thread(waiting, "start");
        thread.setDaemon(true);
        thread.start();
        try {
            // Without a limit of time: a context that is closed meanwhile interrupts a thread that waits so, and no
            // other.
            waiting.get();
        } catch (InterruptedException e) {
            waiting.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected to start, but was stopped meanwhile.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
        over = true;
    }

    @Override
    public void stop() {
        over = false;
    }

    @Override
    public boolean isRunning() {
        return over;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void takeAll() {
        long begun = System.nanoTime();
        try {
            for (StartStep step : steps) {
                take(step, begun);
            }
        } catch (InterruptedException e) {
            LOG.debug("The start was stopped");
        }
    }

    private void take(StartStep step, long begun) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        boolean waited = false;
        boolean warned = false;
        boolean alarmed = false;
        long waitingSince = System.nanoTime();
        while (true) {
            try {
                step.attempt();
                break;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (isForGood(e)) {
                    throw refused(step, e);
                }
                Duration left = patience.minusNanos(System.nanoTime() - begun);
                if (left.isNegative() || left.isZero()) {
                    throw expired(step, e);
                }
                if (!waited) { // one line for the wait, not one for each attempt
                    LOG.info("The start waits for {}, {} s at most", step.awaited(), patience.toSeconds());
                }
                if (!warned && System.nanoTime() - waitingSince >= usual.toNanos()) {
                    LOG.warn("The start still waits for {}, {} s at most", step.awaited(), patience.toSeconds());
                    warned = true;
                }
                if (!alarmed && Failures.kindOf(e) == FailureKind.UNEXPECTED) {
                    LOG.error("Expected a temporary failure while the start waits, but this one may be permanent", e);
                    alarmed = true;
                }
                waited = true;
                LOG.debug("The start waits for {}", step.awaited(), e);
                events.publishEvent(new StartWaitChanged(step.awaited(), false));
                TimeUnit.NANOSECONDS.sleep(shorter(pause, left).toNanos());
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
        if (waited) {
            LOG.info("The start no longer waits for {}", step.awaited());
            events.publishEvent(new StartWaitChanged(step.awaited(), true));
        }
    }

    /** At any depth, as the refusal of a store may be wrapped in a failure that says it is away. */
    private static boolean isForGood(Throwable failure) {
        return Failures.causes(failure).stream().anyMatch(cause -> Failures.kindOf(cause) == FailureKind.CONFIGURATION);
    }

    private static ConfigurationFailure refused(StartStep step, Exception failure) {
        return failure instanceof ConfigurationFailure clear
                ? clear
                : new ConfigurationFailure(
                        "Expected %s, but this service was refused; check its credentials and settings."
                                .formatted(step.awaited()),
                        failure);
    }

    /** Suppressed, as the innermost message is what a launcher shows. */
    private IllegalStateException expired(StartStep step, Exception last) {
        IllegalStateException expired = new IllegalStateException(
                "Expected %s within %s s of the start, but it did not; start again once it can, or set HEALTHPASSPORT_START_PATIENCE to more."
                        .formatted(step.awaited(), patience.toSeconds()));
        expired.addSuppressed(last);
        return expired;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
