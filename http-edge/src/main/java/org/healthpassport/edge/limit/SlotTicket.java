package org.healthpassport.edge.limit;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One piece of work that wants a slot, from its arrival to its end. Compared by identity; guarded by its slots. */
final class SlotTicket {
    private final SlotClaim claim;
    private final Sinks.Empty<Void> turn = Sinks.empty();
    private State state = State.NEW;

    SlotTicket(SlotClaim claim) {
        this.claim = claim;
    }

    SlotClaim claim() {
        return claim;
    }

    boolean is(State other) {
        return state == other;
    }

    void become(State next) {
        state = next;
    }

    /** Completes when it is the turn of this ticket. */
    Mono<Void> turn() {
        return turn.asMono();
    }

    /** Begins the work, unless whoever waited for it has left: nobody listens then. */
    void begin() {
        turn.tryEmitEmpty();
    }

    /**
     * The states of a ticket.
     *
     * <pre>
     *   NEW --+--> WAITING --> RUNNING --> GONE
     *         +--------------> RUNNING
     *   (every state may go to GONE at once)
     * </pre>
     */
    enum State {
        NEW,
        WAITING,
        RUNNING,
        GONE
    }
}
