package org.healthpassport.api.identity.mail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Mail that is about to leave, in memory: a stop loses it, and its reader asks again. One thread of its own sends, so that
 * nobody waits for a mail server.
 */
public final class Outbox implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final int LARGEST = 1_000;
    /** Leaves room for those who ask for a new password. */
    private static final int BUSY = 500;

    /** About two minutes in all; a mail that comes later is asked for again. */
    private static final int ATTEMPTS = 5;

    private static final Duration FIRST_DELAY = Duration.ofSeconds(4);

    private final Scheduler thread = Schedulers.newBoundedElastic(1, LARGEST, "mail", 60, true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Optional<MailCarrier> carrier;
    private final Duration firstDelay;

    Outbox(Optional<MailCarrier> carrier) {
        this(carrier, FIRST_DELAY);
    }

    /** Tries again after another delay. */
    Outbox(Optional<MailCarrier> carrier, Duration firstDelay) {
        this.carrier = carrier;
        this.firstDelay = firstDelay;
    }

    /** Tells whether this installation sends mail at all. */
    public boolean isOpen() {
        return carrier.isPresent();
    }

    /** True while so much is waiting that mail should wait which nobody asked for. */
    public boolean isBusy() {
        return waiting.get() > BUSY;
    }

    /** Sends a mail soon, with several attempts; drops it if there is no way to send it, or if too much is waiting. */
    public void send(Mail mail) {
        carrier.ifPresent(way -> send(mail, way));
    }

    private void send(Mail mail, MailCarrier way) {
        if (waiting.incrementAndGet() > LARGEST) {
            waiting.decrementAndGet();
            log.error("Expected to send a mail, but {} are waiting; it was dropped", LARGEST);
            return;
        }
        Mono.fromRunnable(() -> way.deliver(mail))
                .subscribeOn(thread)
                .retryWhen(Retry.backoff(ATTEMPTS - 1L, firstDelay))
                .doFinally(end -> waiting.decrementAndGet())
                .subscribe(sent -> {}, Outbox::tell);
    }

    /** The message of the failure can hold the address. */
    private static void tell(Throwable failure) {
        Throwable last = failure.getCause() == null ? failure : failure.getCause();
        log.error(
                "Expected to send a mail, but {} attempts failed, the last one with {}; it was dropped",
                ATTEMPTS,
                last.getClass().getSimpleName());
    }

    @Override
    public void destroy() {
        thread.dispose();
    }
}
