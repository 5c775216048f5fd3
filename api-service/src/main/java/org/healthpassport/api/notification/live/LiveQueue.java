package org.healthpassport.api.notification.live;

import java.util.concurrent.ArrayBlockingQueue;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The new events of one stream until its client has taken them. A client that is too slow loses the stream.
 *
 * <pre>
 *   listens: learns by the events that name the caller --open--> holds the events of the stream
 * </pre>
 */
final class LiveQueue {
    /** Some 500 kB; all streams together stay below 256 MB. */
    private static final int MOST = 512;

    private final Interests interests;
    private final Sinks.Many<FeedItem> items =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(MOST));
    private final Sinks.Empty<Void> overflow = Sinks.empty();
    private boolean open;

    LiveQueue(Interests interests) {
        this.interests = interests;
    }

    Interests interests() {
        return interests;
    }

    /** Holds the events from now on; only the feed calls this, and not while it offers. */
    void open() {
        open = true;
    }

    /** Takes an item without waiting; only the feed calls this, one at a time. */
    void offer(FeedItem item) {
        boolean wanted = !(item instanceof FeedItem.Fed fed) || interests.include(fed);
        if (!wanted || !open) {
            return;
        }
        Sinks.EmitResult result = items.tryEmitNext(item);
        // A full queue has zero subscribers while its stream still reads what it missed.
        if (result == Sinks.EmitResult.FAIL_OVERFLOW || result == Sinks.EmitResult.FAIL_ZERO_SUBSCRIBER) {
            overflow.tryEmitEmpty();
        }
    }

    /** The items in their order; for one subscriber. */
    Flux<FeedItem> items() {
        return items.asFlux();
    }

    /** Completes once there was no room for an item, at once and not only behind those that wait. */
    Mono<Void> overflow() {
        // The feed must not do the work of streams.
        return overflow.asMono().publishOn(Schedulers.parallel());
    }
}
