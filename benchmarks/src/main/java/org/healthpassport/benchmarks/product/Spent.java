package org.healthpassport.benchmarks.product;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.healthpassport.benchmarks.result.CpuShare;

/**
 * What the product used between two looks, without what the looking itself used.
 *
 * @param cpu nanoseconds
 * @param parts nanoseconds by part
 * @param allocated bytes
 */
public record Spent(long cpu, Map<Part, Long> parts, long allocated) {
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
