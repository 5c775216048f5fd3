package org.healthpassport.vault.key.file;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens keys again before they are too old, on one thread of all services of this JVM, so that no request waits for a key
 * management service. It ends with the owner of the keys.
 */
public final class Refreshing implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Refreshing.class);
    private static final int EVERY_SECONDS = 5;

    private static final ScheduledExecutorService THREAD = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "key-files");
        thread.setDaemon(true);
        return thread;
    });

    private final WeakReference<Object> owner;
    private final List<? extends HeldKeyset<?>> keys;
    private boolean failing;

    private Refreshing(Object owner, List<? extends HeldKeyset<?>> keys) {
        this.owner = new WeakReference<>(owner);
        this.keys = keys;
    }

    /** Keeps the keys of an owner fresh for as long as the owner is in use. */
    public static void keepFresh(Object owner, List<? extends HeldKeyset<?>> keys) {
        new Refreshing(owner, keys).again();
    }

    @Override
    public void run() {
        if (owner.get() != null) {
            refresh();
            again();
        }
    }

    private void again() {
        THREAD.schedule(this, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** One that fails ends the round: the others need the same service, and would wait for it one after the other. */
    private void refresh() {
        try {
            keys.forEach(HeldKeyset::refreshIfDue);
            if (failing) {
                LOG.info("The keys are opened again");
                failing = false;
            }
        } catch (RuntimeException failure) { // whatever it is, the next round tries again
            if (!failing) {
                LOG.error(
                        "Expected to open the keys again, but it failed: {} Without them, requests and events wait after {} s; trying again every {} s",
                        failure.getMessage(),
                        HeldKeyset.HELD_AT_MOST.toSeconds(),
                        EVERY_SECONDS);
                failing = true;
            }
        }
    }
}
