package org.healthpassport.api.record.race;

import java.time.Duration;
import org.healthpassport.api.ApiUnderTest.SignedIn;

/** A record over which clients race, and the newest version of it that any of them has seen. */
final class Subject {
    private final SignedIn patient;
    private final String recordId;
    private long newest;
    private boolean gone;

    Subject(SignedIn patient, String recordId) {
        this.patient = patient;
        this.recordId = recordId;
    }

    SignedIn patient() {
        return patient;
    }

    String recordId() {
        return recordId;
    }

    synchronized long newest() {
        return newest;
    }

    synchronized void seen(long version) {
        if (version > newest) {
            newest = version;
            notifyAll();
        }
    }

    synchronized boolean isGone() {
        return gone;
    }

    synchronized void gone() {
        gone = true;
        notifyAll();
    }

    /** Waits until somebody has seen a newer version, but not for long, as it may be that nobody writes one. */
    synchronized void awaitNewerThan(long version, Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis(); newest <= version && !gone && left > 0; ) {
            wait(left);
            left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        }
    }
}
