package org.healthpassport.audit.completeness;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.healthpassport.audit.projection.CommittedEntries;
import org.healthpassport.audit.projection.Generations;

/** Whether what was sent may not have come as far as the views, through the writer and the log. For one thread. */
final class Lag {
    /** What is said of the log's size may be 100 ms old. */
    private static final Duration SIZE_AGE = Duration.ofSeconds(1);

    private final WriterProgress writer;
    private final CommittedEntries entries;
    private final Generations generations;
    private Snapshot before = new Snapshot(Instant.EPOCH, 0);

    Lag(WriterProgress writer, CommittedEntries entries, Generations generations) {
        this.writer = writer;
        this.entries = entries;
        this.generations = generations;
    }

    /** Whatever was sent before the instant is below that size. */
    private record Snapshot(Instant caughtUpTo, long size) {}

    /** The views have whatever was sent before this instant. Under load they never have all that there is at a moment. */
    Instant caughtUpTo() throws IOException {
        long position = generations.position(generations.current());
        Snapshot now = new Snapshot(writer.caughtUpTo().minus(SIZE_AGE), entries.size());
        Snapshot last = before;
        before = now;
        if (position >= now.size()) {
            return now.caughtUpTo();
        }
        return position >= last.size() ? last.caughtUpTo() : Instant.EPOCH;
    }
}
