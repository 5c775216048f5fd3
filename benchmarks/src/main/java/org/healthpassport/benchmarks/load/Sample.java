package org.healthpassport.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** The answers of one load: their number, their latency and their failures. */
public final class Sample {
    private static final Pattern INSTANCE = Pattern.compile(",?\"instance\":\"[^\"]*\"");
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    private final Histogram latency = new Histogram(LONGEST, 3);
    private final Map<String, Long> failures = new TreeMap<>();
    private long bytes;
    private double seconds;

    public void add(long nanos, Request request, Answer answer) {
        latency.recordValue(Math.min(LONGEST, Math.max(1, nanos)));
        bytes += answer.length();
        if (answer.status() != request.expected()) {
            // The id of a request would make each failure look like another one.
            String said = INSTANCE.matcher(answer.text()).replaceAll("");
            failures.merge("%d instead of %d: %s".formatted(answer.status(), request.expected(), said), 1L, Long::sum);
        }
    }

    /** Counts requests that were never answered. */
    public void unanswered(long count) {
        if (count > 0) {
            failures.merge("no answer", count, Long::sum);
        }
    }

    public void lasted(long nanos) {
        seconds = nanos / 1e9;
    }

    /** The number of requests, failures included. */
    public long requests() {
        return latency.getTotalCount() + failures.getOrDefault("no answer", 0L);
    }

    public long failures() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The failures by what the answer said, with their number. */
    public Map<String, Long> failuresByAnswer() {
        return Map.copyOf(failures);
    }

    public double seconds() {
        return seconds;
    }

    /** Bytes of the bodies of all answers. */
    public long bytes() {
        return bytes;
    }

    public double millisAt(double percentile) {
        return latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(percentile) / 1e6;
    }

    public double perSecond() {
        return seconds > 0 ? (requests() - failures()) / seconds : 0;
    }
}
