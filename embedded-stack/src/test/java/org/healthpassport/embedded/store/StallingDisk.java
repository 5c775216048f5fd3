package org.healthpassport.embedded.store;

import org.healthpassport.embedded.store.GroupCommit.Storage;
import org.jspecify.annotations.Nullable;

/** A disk that forces nothing while it is stalled, and that can be broken meanwhile. */
final class StallingDisk implements Storage {
    private final Storage storage;
    private boolean stalled;
    private @Nullable RuntimeException broken;

    StallingDisk(Storage storage) {
        this.storage = storage;
    }

    synchronized void stall() {
        stalled = true;
    }

    synchronized void goOn() {
        stalled = false;
        notifyAll();
    }

    /** Goes on, but fails to force what was committed. */
    synchronized void breakDown() {
        broken = new IllegalStateException("Input/output error");
        goOn();
    }

    @Override
    public void commit() {
        storage.commit();
    }

    @Override
    public synchronized void force() {
        try {
            while (stalled) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (broken != null) {
            throw broken;
        }
        storage.force();
    }

    @Override
    public void tidy() {
        storage.tidy();
    }
}
