package org.healthpassport.benchmarks.product;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.benchmarks.result.CpuShare;

/**
 * The use of the product between two looks, without that of the looking itself.
 *
 * @param cpu nanoseconds
 * @param parts nanoseconds by part
 * @param allocated bytes
 */
public record Spent(long cpu, Map<Part, Long> parts, long allocated) {
    /** Nothing at all. */
    public static final Spent NOTHING = new Spent(0, Map.of(), 0);

    /** The same without what would have been used anyway, such as so many seconds of idling. */
    public Spent without(Spent idle, double times) {
        Map<Part, Long> less = new EnumMap<>(Part.class);
        parts.forEach((part, nanos) ->
                less.put(part, Math.max(0, nanos - Math.round(times * idle.parts.getOrDefault(part, 0L)))));
        return new Spent(
                Math.max(0, cpu - Math.round(times * idle.cpu)),
                less,
                Math.max(0, allocated - Math.round(times * idle.allocated)));
    }

    /** The same without a part of the product. */
    public Spent without(Part part) {
        Map<Part, Long> others = new EnumMap<>(Part.class);
        others.putAll(parts);
        Long nanos = others.remove(part);
        return nanos == null ? this : new Spent(Math.max(0, cpu - nanos), others, allocated);
    }

    /** The part's share of all CPU, 1 being all of it. */
    public double shareOf(Part part) {
        return cpu == 0 ? 0 : (double) parts.getOrDefault(part, 0L) / cpu;
    }

    /** Milliseconds of CPU for each of so many requests. */
    public double cpuMs(long requests) {
        return perRequest(cpu, requests) / 1e6;
    }

    public double apiCpuMs(long requests) {
        long api = parts.entrySet().stream()
                .filter(part -> part.getKey().isOfApi())
                .mapToLong(Map.Entry::getValue)
                .sum();
        return perRequest(api, requests) / 1e6;
    }

    public double allocatedKb(long requests) {
        return perRequest(allocated, requests) / 1000;
    }

    /** The largest part first; parts that used nothing are left out. */
    public List<CpuShare> shares(long requests) {
        return parts.entrySet().stream()
                .filter(part -> part.getValue() > 0)
                .map(part -> new CpuShare(part.getKey().toString(), perRequest(part.getValue(), requests) / 1e6))
                .sorted(Comparator.comparingDouble(CpuShare::cpuMs).reversed())
                .toList();
    }

    private static double perRequest(long amount, long requests) {
        return requests == 0 ? 0 : (double) amount / requests;
    }
}
