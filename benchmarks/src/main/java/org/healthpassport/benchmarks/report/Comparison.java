package org.healthpassport.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Calibration;
import org.healthpassport.benchmarks.result.Figure;
import org.healthpassport.benchmarks.result.FunctionCost;
import org.healthpassport.benchmarks.result.GrowthPoint;
import org.healthpassport.benchmarks.result.Limit;
import org.healthpassport.benchmarks.result.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side. Each ratio is the second run's value divided by the first's; a mark stands behind those that
 * differ by more than a tenth.
 */
public final class Comparison {
    private static final double NOISE = 0.1;

    private final BenchmarkRun before;
    private final BenchmarkRun after;

    private Comparison(BenchmarkRun before, BenchmarkRun after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Puts two runs side by side.
     *
     * @throws UnusableResults if the profiles differ, since the amounts of data then differ too
     */
    public static Comparison of(BenchmarkRun before, BenchmarkRun after) throws UnusableResults {
        String first = before.environment().profile();
        String second = after.environment().profile();
        if (!first.equals(second)) {
            throw new UnusableResults(
                    "The first file is of the profile '%s', the second of '%s'; measure both in one profile."
                            .formatted(Table.oneLine(first), Table.oneLine(second)));
        }
        return new Comparison(before, after);
    }

    /** Tables for a terminal. */
    public String text() {
        List<String> blocks = new ArrayList<>();
        blocks.add(
                "Before: " + new Tables(before).environment() + "\nAfter:  " + new Tables(after).environment() + "\n");
        Stream.of(requests(), growth(), figures(), functions(), limits())
                .filter(table -> !table.isEmpty())
                .map(Table::text)
                .forEach(blocks::add);
        blocks.add(machines());
        return String.join("\n", blocks);
    }

    private Table requests() {
        Table table = Table.of(
                "Ratios, second run to first; those that differ by more than 10 % are marked",
                "scenario",
                "load",
                "#CPU ms before",
                "#after",
                "CPU",
                "without compiler",
                "per second",
                "p50",
                "p99",
                "allocated");
        pairs(
                before.measurements(),
                after.measurements(),
                measured -> measured.scenario() + '\n' + measured.load(),
                pair -> table.row(
                        pair.any().scenario(),
                        pair.any().load().name().toLowerCase(Locale.ROOT),
                        pair.first(Measurement::cpuMs),
                        pair.second(Measurement::cpuMs),
                        pair.costs(Measurement::cpuMs),
                        pair.costs(Measurement::cpuMsWithoutCompiler),
                        pair.gains(Measurement::perSecond),
                        pair.costs(Measurement::p50Ms),
                        pair.costs(Measurement::p99Ms),
                        pair.costs(Measurement::allocatedKb)));
        return table;
    }

    private Table growth() {
        Table table = Table.of("Growth", "scenario", "records of", "#records", "#CPU ms before", "#after", "CPU");
        pairs(
                before.growth(),
                after.growth(),
                point -> point.scenario() + '\n' + point.spread() + '\n' + point.records(),
                pair -> table.row(
                        pair.any().scenario(),
                        pair.any().spread().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        String.format(Locale.ROOT, "%,d", pair.any().records()),
                        pair.first(GrowthPoint::cpuMs),
                        pair.second(GrowthPoint::cpuMs),
                        pair.costs(GrowthPoint::cpuMs)));
        return table;
    }

    private Table figures() {
        Table table = Table.of("Start, memory and more", "figure", "unit", "#before", "#after", "ratio");
        pairs(
                before.figures(),
                after.figures(),
                figure -> figure.name() + '\n' + figure.unit(),
                pair -> table.row(
                        pair.any().name(),
                        pair.any().unit(),
                        pair.first(Figure::value),
                        pair.second(Figure::value),
                        // Rates are better when higher; times, memory and shares of a core when lower.
                        isRate(pair.any().unit()) ? pair.gains(Figure::value) : pair.costs(Figure::value)));
        return table;
    }

    private Table functions() {
        Table table = Table.of("Hot functions", "function", "#CPU us before", "#after", "CPU", "allocated");
        pairs(
                before.functions(),
                after.functions(),
                FunctionCost::name,
                pair -> table.row(
                        pair.any().name(),
                        pair.first(FunctionCost::cpuUs),
                        pair.second(FunctionCost::cpuUs),
                        pair.costs(FunctionCost::cpuUs),
                        pair.costs(FunctionCost::allocatedBytes)));
        return table;
    }

    private Table limits() {
        Table table = Table.of("Limits", "limit", "unit", "#before", "#after", "ratio", "CPU");
        pairs(
                before.limits().stream().filter(Limit::isMeasured).toList(),
                after.limits().stream().filter(Limit::isMeasured).toList(),
                limit -> limit.name() + '\n' + limit.unit(),
                pair -> table.row(
                        pair.any().name(),
                        pair.any().unit(),
                        pair.first(Limit::value),
                        pair.second(Limit::value),
                        pair.gains(Limit::value),
                        pair.costs(Limit::cpuMs)));
        return table;
    }

    /** A sentence about the machines, without which the ratios cannot be read. */
    private String machines() {
        List<String> differences = new ArrayList<>();
        pairs(before.calibrations(), after.calibrations(), Calibration::name, pair -> {
            if (pair.isWhole() && isChange(pair.ratio(Calibration::value))) {
                differences.add(Table.oneLine(pair.any().name()) + " " + Numbers.of(pair.ratio(Calibration::value)));
            }
        });
        if (before.calibrations().isEmpty() || after.calibrations().isEmpty()) {
            return "The speed of the machines is not known: at least one run has no calibration.\n";
        }
        return differences.isEmpty()
                ? "The machines are equally fast: no calibration differs by more than 10 %.\n"
                : "The machines are not equally fast, so the ratios above tell of both code and machine. Calibration: "
                        + String.join("; ", differences) + ".\n";
    }

    private static boolean isRate(String unit) {
        return unit.endsWith("/s") || unit.contains("per second");
    }

    private static boolean isChange(double ratio) {
        return Double.isFinite(ratio) && (ratio > 1 + NOISE || ratio < 1 / (1 + NOISE));
    }

    /** Calls for each key of either list, in the order of the second, then of the first; a repeated key counts once. */
    private static <T> void pairs(List<T> first, List<T> second, Function<T, String> key, Consumer<Pair<T>> row) {
        Map<String, T> old = byKey(first, key);
        byKey(second, key).forEach((name, value) -> row.accept(new Pair<>(old.remove(name), value)));
        old.values().forEach(value -> row.accept(new Pair<>(value, null)));
    }

    private static <T> Map<String, T> byKey(List<T> values, Function<T, String> key) {
        return values.stream()
                .collect(Collectors.toMap(key, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }

    private record Pair<T>(@Nullable T before, @Nullable T after) {
        T any() {
            if (after != null) {
                return after;
            }
            if (before != null) {
                return before;
            }
            throw new IllegalStateException("Expected one of two, but there is none");
        }

        boolean isWhole() {
            return before != null && after != null;
        }

        String first(Function<T, Double> value) {
            return before == null ? "not run" : Numbers.of(value.apply(before));
        }

        String second(Function<T, Double> value) {
            return after == null ? "not run" : Numbers.of(value.apply(after));
        }

        double ratio(Function<T, Double> value) {
            if (before == null || after == null || value.apply(before) == 0) {
                return Double.NaN;
            }
            return value.apply(after) / value.apply(before);
        }

        /** The ratio of something of which less is better. */
        String costs(Function<T, Double> value) {
            return marked(ratio(value), false);
        }

        /** The ratio of something of which more is better. */
        String gains(Function<T, Double> value) {
            return marked(ratio(value), true);
        }

        private static String marked(double ratio, boolean moreIsBetter) {
            if (!isChange(ratio)) {
                return Numbers.of(ratio);
            }
            return Numbers.of(ratio) + (ratio > 1 == moreIsBetter ? " better" : " WORSE");
        }
    }
}
