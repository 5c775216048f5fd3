package org.healthpassport.audit.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One instance's part in the election of the writer. For one thread. */
public final class WriterElection {
    private static final long RENEW_NANOS = Duration.ofSeconds(1).toNanos();

    private final String instance;
    private final WriterLeaseStore store;
    private final long patienceNanos;
    private final LongSupplier nanoTime;
    private Optional<WriterLease> held = Optional.empty();
    private Optional<WriterLease> observed = Optional.empty();
    private long since;

    /**
     * @param instance a name that no other instance has
     * @param patience the time that a lease must stay unchanged before it is taken over; several seconds
     * @param nanoTime such as {@link System#nanoTime}
     */
    public WriterElection(String instance, WriterLeaseStore store, Duration patience, LongSupplier nanoTime) {
        this.instance = instance;
        this.store = store;
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Reads the lease, and takes it if it is free or its holder seems to be gone. Called again until that succeeds. */
    public boolean acquire() throws IOException {
        Optional<WriterLease> current = store.read();
        long now = nanoTime.getAsLong();
        if (!current.map(WriterLease::counter).equals(observed.map(WriterLease::counter))) {
            since = now;
        }
        observed = current;
        // This instance may still hold the lease: it forgets that when the store does not answer.
        boolean free = current.isEmpty()
                || current.get().isFree()
                || current.get().holder().equals(instance);
        if (!free && now - since < patienceNanos) {
            return false;
        }
        return replace(current, next(current));
    }

    /** Renews the lease when a second has passed; false if another instance has it by now. */
    public boolean renew() throws IOException {
        if (held.isPresent() && nanoTime.getAsLong() - since < RENEW_NANOS) {
            return true;
        }
        return held.isPresent() && replace(held, next(held));
    }

    /** The time within which {@link #acquire} takes a lease that nobody renews, called again and again. */
    public Duration takesOverWithin() {
        return Duration.ofNanos(patienceNanos).multipliedBy(2).plusSeconds(1);
    }

    /** Tells whether this instance holds the lease, as far as it knows. */
    public boolean isHeld() {
        return held.isPresent();
    }

    /** Forgets that this instance held the lease, which it gives back if it still does. */
    public void release() throws IOException {
        Optional<WriterLease> last = held;
        held = Optional.empty();
        if (last.isPresent()) {
            store.replace(last, last.get().next(WriterLease.NOBODY));
        }
    }

    private WriterLease next(Optional<WriterLease> current) {
        return current.map(lease -> lease.next(instance)).orElseGet(() -> new WriterLease(instance, 1));
    }

    private boolean replace(Optional<WriterLease> current, WriterLease next) throws IOException {
        held = Optional.empty();
        if (store.replace(current, next)) {
            held = Optional.of(next);
            observed = held;
            since = nanoTime.getAsLong();
        }
        return held.isPresent();
    }
}
