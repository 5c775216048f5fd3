package org.healthpassport.api.document;

import java.time.Duration;
import java.util.Objects;
import org.healthpassport.aggregates.counter.CounterKind;
import org.healthpassport.aggregates.counter.Counters;
import org.healthpassport.aggregates.counter.Reservation;
import org.healthpassport.aggregates.refusal.Refused;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The room that one upload has reserved. It grows with what arrives, for one thread at a time. */
public final class ReservedRoom {
    /** Doubles what is reserved within these bounds: small uploads keep little from others, large ones write seldom. */
    private static final long SMALLEST_STEP = 64L << 10;

    private static final long LARGEST_STEP = 8L << 20;
    /** Often enough that the sweep never takes an upload for dead that is only slow. */
    private static final Duration RENEW_EVERY = Duration.ofMinutes(2);

    private final Counters counters;
    private final CounterKind documents;
    private final CounterKind bytes;
    private final long bytesAtMost;
    private final Reservation ofDocument;
    private volatile Reservation ofBytes;

    ReservedRoom(
            Counters counters,
            CounterKind documents,
            CounterKind bytes,
            long fileBytesAtMost,
            Reservation ofDocument,
            Reservation ofBytes) {
        this.counters = counters;
        this.documents = documents;
        this.bytes = bytes;
        this.bytesAtMost = DocumentSize.expected(fileBytesAtMost);
        this.ofDocument = ofDocument;
        this.ofBytes = ofBytes;
    }

    /** Reserves more if a file of that size needs it; blocks while it does. Refused if there is no room. */
    public void require(long fileBytes) {
        long missing = DocumentSize.expected(fileBytes) - ofBytes.amount();
        if (missing > 0) {
            long step = Math.min(LARGEST_STEP, Math.max(SMALLEST_STEP, ofBytes.amount()));
            ofBytes = Objects.requireNonNull(grow(
                            missing, Math.max(missing, Math.min(step, bytesAtMost - ofBytes.amount())))
                    .block());
        }
    }

    /** Tries half a step each time that a larger one finds no room, down to what is needed. */
    private Mono<Reservation> grow(long missing, long step) {
        Mono<Reservation> grown = counters.grow(bytes, ofBytes, step);
        return step == missing
                ? grown
                : grown.onErrorResume(Refused.class, full -> grow(missing, Math.max(missing, step / 2)));
    }

    /** Never completes; fails if the upload stood still for so long that its room was given back. */
    public <T> Flux<T> kept() {
        return Flux.interval(RENEW_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> renew().thenMany(Flux.<T>empty()))
                .concatWith(Flux.never());
    }

    private Mono<Void> renew() {
        return Mono.when(counters.renew(documents, ofDocument), counters.renew(bytes, ofBytes));
    }

    /** Gives the room back, as the document was not saved and never will be. */
    public void release() {
        counters.release(ofDocument);
        counters.release(ofBytes);
    }

    /** Counts the saved document with the size that it has. */
    public void settle(long ciphertextBytes) {
        counters.settle(ofDocument);
        counters.settle(ofBytes, DocumentSize.stored(ciphertextBytes));
    }
}
