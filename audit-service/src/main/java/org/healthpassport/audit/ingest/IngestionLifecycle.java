package org.healthpassport.audit.ingest;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the loop on its own thread while the application runs. */
final class IngestionLifecycle implements SmartLifecycle {
    /** A round takes a fraction of it, unless the store is away. */
    private static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(2);

    private static final Logger LOG = LoggerFactory.getLogger(IngestionLifecycle.class);

    private final Ingestion ingestion;
    private volatile @Nullable Thread thread;

    IngestionLifecycle(Ingestion ingestion) {
        this.ingestion = ingestion;
    }

    @Override
    public void start() {
        Thread started = new Thread(ingestion, "audit-log");
        started.setDaemon(true);
        // After an error, such as no memory, this JVM cannot be relied on, and another instance takes over.
        started.setUncaughtExceptionHandler((ended, failure) ->
                LOG.error("This instance has stopped writing the audit log; start it again", failure));
        started.start();
        thread = started;
    }

    /** Lets the round end, and interrupts it if it takes too long; the next start continues from the last committed state. */
    @Override
    public void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        ingestion.stop();
        try {
            running.join(PATIENCE_MS);
            running.interrupt();
            running.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    boolean isRefused() {
        return ingestion.isRefused();
    }

    @Override
    public boolean isRunning() {
        Thread running = thread;
        return running != null && running.isAlive();
    }
}
