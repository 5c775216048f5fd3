package org.healthpassport.api.notification.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Counts the streams of this instance, and bounds them. */
@Component
final class OpenStreams {
    /** The streams of an account: its browsers and telephones. */
    static final int OF_ACCOUNT = 5;
    /** The streams of this instance. Each second, each account with streams is read once or twice. */
    static final int IN_ALL = 512;

    private final Map<String, Integer> open = new HashMap<>();
    private final Counter sent;
    private final Counter cut;
    private int all;

    OpenStreams(MeterRegistry metrics) {
        this.sent = Counter.builder("healthpassport.events.sent")
                .description("Number of events that were sent to front-ends")
                .register(metrics);
        this.cut = Counter.builder("healthpassport.events.cut")
                .description("Number of streams of events that ended because their client was too slow")
                .register(metrics);
        Gauge.builder("healthpassport.events.streams", this, OpenStreams::count)
                .description("Number of open streams of events")
                .register(metrics);
    }

    /** Serves a stream of an account, if it may have one more; refused with {@link EventRefusal.TooManyStreams}. */
    Mono<Void> in(String accountId, Mono<Void> stream) {
        return Mono.using(
                () -> {
                    enter(accountId);
                    return accountId;
                },
                entered -> stream,
                this::leave);
    }

    private synchronized void enter(String accountId) {
        int own = open.getOrDefault(accountId, 0);
        if (own >= OF_ACCOUNT) {
            throw new EventRefusal.TooManyStreams(OF_ACCOUNT).asException();
        }
        if (all >= IN_ALL) {
            throw new EventRefusal.NotNow().asException();
        }
        open.put(accountId, own + 1);
        all++;
    }

    private synchronized void leave(String accountId) {
        open.computeIfPresent(accountId, (account, own) -> own == 1 ? null : own - 1);
        all--;
    }

    private synchronized int count() {
        return all;
    }

    void countSent() {
        sent.increment();
    }

    void countCut() {
        cut.increment();
    }
}
