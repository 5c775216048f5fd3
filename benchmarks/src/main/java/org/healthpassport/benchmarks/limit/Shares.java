package org.healthpassport.benchmarks.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.benchmarks.result.Limit;
import org.healthpassport.benchmarks.result.Load;
import org.healthpassport.benchmarks.result.Measurement;
import org.healthpassport.benchmarks.result.ShareOfLimit;

/**
 * Computes the share of the limits that each scenario reaches: of the requests in a second of CPU, and for transfers of the
 * bytes in a second. Closed loops and single transfers count, as the limits are measured so.
 */
public final class Shares {
    private static final Pattern TRANSFER = Pattern.compile("(upload|download) ([0-9]+) (kB|MB|GiB)");
    private static final Map<String, Double> UNITS = Map.of("kB", 1e3, "MB", 1e6, "GiB", (double) (1 << 30));
    private static final double MIB = 1 << 20;

    /** The store and the bus of a request besides the web: a version and its head, and the event of the command or access. */
    private static final List<Floor> FLOORS = List.of(
            new Floor("create", Map.of(StoreLimits.INSERT, 2, BrokerLimit.SEND, 1)),
            new Floor("amend", Map.of(StoreLimits.FIND, 1, StoreLimits.INSERT, 2, BrokerLimit.SEND, 1)),
            new Floor("read", Map.of(StoreLimits.FIND, 2, BrokerLimit.SEND, 1)));

    private Shares() {}

    public static List<ShareOfLimit> of(List<Measurement> measurements, List<Limit> limits) {
        List<ShareOfLimit> shares = new ArrayList<>();
        for (Measurement measured : measurements) {
            if (measured.load() == Load.OPEN) {
                continue;
            }
            Matcher transfer = TRANSFER.matcher(measured.scenario());
            if (transfer.matches()) {
                String name = transfer.group(1).equals("upload") ? FileLimits.UPLOAD : FileLimits.DOWNLOAD;
                double bytes = Double.parseDouble(transfer.group(2)) * UNITS.getOrDefault(transfer.group(3), 0.0);
                find(limits, name)
                        .filter(limit -> limit.value() > 0)
                        .map(limit -> new ShareOfLimit(
                                measured.scenario(), name, measured.perSecond() * bytes / MIB / limit.value()))
                        .ifPresent(shares::add);
            } else {
                requests(measured, limits, shares);
            }
        }
        return shares;
    }

    private static void requests(Measurement measured, List<Limit> limits, List<ShareOfLimit> shares) {
        Optional<Limit> empty = find(limits, HttpLimit.EMPTY);
        if (empty.isEmpty() || empty.get().cpuMs() == 0 || measured.cpuMs() == 0) {
            return;
        }
        shares.add(new ShareOfLimit(
                measured.scenario(), HttpLimit.EMPTY, empty.get().cpuMs() / measured.cpuMs()));
        FLOORS.stream()
                .filter(floor -> floor.scenario().equals(measured.scenario()))
                .forEach(floor -> floor.cpuMs(limits)
                        .map(cpuMs -> (empty.get().cpuMs() + cpuMs) / measured.cpuMs())
                        .map(reached -> new ShareOfLimit(measured.scenario(), floor.name(), reached))
                        .ifPresent(shares::add));
    }

    private static Optional<Limit> find(List<Limit> limits, String name) {
        return limits.stream()
                .filter(limit -> limit.name().equals(name) && limit.isMeasured())
                .findFirst();
    }

    /** @param operations limits and the number of times that a request needs each of them */
    private record Floor(String scenario, Map<String, Integer> operations) {
        /** Such as {@code empty WebFlux handler + 1 raw Kafka + 2 raw insert}. */
        String name() {
            StringBuilder name = new StringBuilder(HttpLimit.EMPTY);
            operations.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> name.append(" + ")
                            .append(entry.getValue())
                            .append(' ')
                            .append(entry.getKey()));
            return name.toString();
        }

        /** Empty if one of the limits is not known. */
        Optional<Double> cpuMs(List<Limit> limits) {
            double sum = 0;
            for (Map.Entry<String, Integer> entry : operations.entrySet()) {
                Optional<Limit> limit = find(limits, entry.getKey()).filter(found -> found.cpuMs() > 0);
                if (limit.isEmpty()) {
                    return Optional.empty();
                }
                sum += entry.getValue() * limit.get().cpuMs();
            }
            return Optional.of(sum);
        }
    }
}
