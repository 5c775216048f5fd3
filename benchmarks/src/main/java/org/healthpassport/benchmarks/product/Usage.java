package org.healthpassport.benchmarks.product;

import java.util.EnumMap;
import java.util.Map;

/**
 * The use of the product since its start.
 *
 * @param cpu nanoseconds of all threads, also of those that have ended
 * @param java the living Java threads by id
 * @param ofJvm nanoseconds of the JVM's own threads by part, where Linux tells them
 */
public record Usage(long cpu, Map<Long, OfThread> java, Map<Part, Long> ofJvm) {
    /**
     * A Java thread.
     *
     * @param cpu nanoseconds
     * @param allocated bytes
     */
    public record OfThread(Part part, long cpu, long allocated) {}

    /** The use since an earlier look. */
    public Spent since(Usage before) {
        Map<Part, Long> parts = new EnumMap<>(Part.class);
        long allocated = 0;
        for (Map.Entry<Long, OfThread> entry : java.entrySet()) {
            OfThread now = entry.getValue();
            OfThread then = before.java.getOrDefault(entry.getKey(), new OfThread(now.part(), 0, 0));
            parts.merge(now.part(), now.cpu() - then.cpu(), Long::sum);
            if (now.part() != Part.MEASURING) {
                allocated += now.allocated() - then.allocated();
            }
        }
        ofJvm.forEach((part, nanos) ->
                parts.merge(part, Math.max(0, nanos - before.ofJvm.getOrDefault(part, 0L)), Long::sum));
        long known = parts.values().stream().mapToLong(Long::longValue).sum();
        // Threads of the JVM that nobody names, and threads that have ended in between.
        parts.merge(Part.JVM, Math.max(0, cpu - before.cpu - known), Long::sum);
        long measuring = parts.getOrDefault(Part.MEASURING, 0L);
        parts.remove(Part.MEASURING);
        return new Spent(Math.max(0, cpu - before.cpu - measuring), parts, allocated);
    }
}
