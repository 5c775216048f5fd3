package org.healthpassport.embedded.store.commit;

import org.healthpassport.embedded.store.commit.GroupCommit.Storage;
import org.jspecify.annotations.Nullable;

/** A disk that forces nothing while it is stalled, and that can be broken meanwhile. */
public final class StallingDisk implements Storage {
    private final Storage storage;
    private boolean stalled;
    private @Nullable RuntimeException broken;

    public StallingDisk(Storage storage) {
        this.storage = storage;
    }

    public synchronized void stall() {
        stalled = true;
    }

    public synchronized void goOn() {
        stalled = false;
        notifyAll();
    }

    /** Goes on, but fails to force what was committed. */
    public synchronized void breakDown() {
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
