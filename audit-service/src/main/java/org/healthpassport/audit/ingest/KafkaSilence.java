package org.healthpassport.audit.ingest;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log that Kafka does not answer, and that it does again. A busy broker is late now and then, so only a silence
 * that lasts is a warning.
 */
final class KafkaSilence {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSilence.class);
    private static final Duration USUAL = Duration.ofSeconds(15);

    private final LongSupplier nanoTime;
    private @Nullable Long since;
    private boolean warned;

    /** @param nanoTime such as {@link System#nanoTime} */
    KafkaSilence(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void noteSilence(Exception failure) {
        long now = nanoTime.getAsLong();
        if (since == null) {
            since = now;
            LOG.info("Kafka is late to answer: {}", failure.getMessage());
        } else if (!warned && now - since >= USUAL.toNanos()) {
            warned = true;
            LOG.warn(
                    "Expected Kafka to answer, but it does not; the audit log continues when it does: {}",
                    failure.getMessage());
        }
    }

    void noteAnswer() {
        if (since != null) {
            LOG.info("Kafka answers again");
        }
        since = null;
        warned = false;
    }
}
