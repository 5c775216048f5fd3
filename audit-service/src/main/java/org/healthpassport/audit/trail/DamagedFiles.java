package org.healthpassport.audit.trail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the files of the log that readers leave out, because they are not as they were logged. */
final class DamagedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedFiles.class);

    private final Counter leftOut;

    DamagedFiles(MeterRegistry metrics) {
        leftOut = Counter.builder("healthpassport.audit.log.damaged")
                .description("Number of times that entries were left out because their file in the log is damaged")
                .register(metrics);
    }

    /** Reports the file of the entries from an index to another one, which is the first that is not among them. */
    void report(DamagedLogFile damaged, long from, long to) {
        leftOut.increment();
        LOG.error(
                "Expected entries {} to {} to be as they were logged, but a file is damaged: {}. They are left out; verify"
                        + " the log",
                from,
                to - 1,
                damaged.getMessage());
    }
}
