package org.healthpassport.aggregates.waiting;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of an aggregate's state that says that it waits for a worker.
 *
 * @param since the time at which it began to wait
 * @param drives the number of times that the worker was asked again
 * @param driveAt the time at which the worker is asked again next
 */
public record WorkerWait(Instant since, int drives, Instant driveAt) {
    static final String WAITS_FOR = "waitsFor";
    static final String SINCE = "waitingSince";
    static final String DRIVE_AT = "driveAt";

    /** Waits for a worker that was asked for the first time. */
    public static WorkerWait begin(Instant since, WorkerRetrySettings settings) {
        Instant begun = since.truncatedTo(ChronoUnit.MILLIS);
        return new WorkerWait(begun, 0, begun.plus(settings.patience(0)));
    }

    /** Waits for a worker that is asked once more. */
    public WorkerWait again(Instant now, WorkerRetrySettings settings) {
        return new WorkerWait(
                since, drives + 1, now.truncatedTo(ChronoUnit.MILLIS).plus(settings.patience(drives + 1)));
    }

    /** The same, but the worker is asked again at that time at the latest. */
    public WorkerWait notBeyond(Instant latest) {
        return driveAt.isAfter(latest) ? new WorkerWait(since, drives, latest) : this;
    }

    public boolean isDue(Instant now) {
        return !now.isBefore(driveAt);
    }

    /**
     * The fields in clear with which the sweep, and audit-service, find waiting aggregates; all null, so that they are
     * removed, if it does not wait.
     *
     * @param work the kind of work, as {@link WorkerTask#name}
     */
    public static Map<String, @Nullable Object> indexFields(String work, @Nullable WorkerWait waiting) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put(WAITS_FOR, waiting == null ? null : work);
        fields.put(SINCE, waiting == null ? null : Date.from(waiting.since()));
        fields.put(DRIVE_AT, waiting == null ? null : Date.from(waiting.driveAt()));
        return fields;
    }
}
