package org.healthpassport.benchmarks.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.GrowthPoint;
import org.healthpassport.benchmarks.result.Spread;

/** CPU of a request while data grows, as lines; flat ones are good. */
final class GrowthLines {
    private static final int WIDTH = 860;
    private static final int LEFT = 60;
    private static final int RIGHT = 260;
    private static final int TOP = 60;
    private static final int BOTTOM = 400;
    private static final int TICKS = 4;
    /** Lines of text that would lie upon one another are moved apart by this much. */
    private static final double LABEL_STEP = 17;

    private final Map<String, List<GrowthPoint>> series;
    private final List<String> scenarios;
    private final double most;
    private final int firstPower;
    private final int lastPower;

    private GrowthLines(List<GrowthPoint> points) {
        series = points.stream()
                .sorted(Comparator.comparingLong(GrowthPoint::records))
                .collect(Collectors.groupingBy(GrowthLines::name, LinkedHashMap::new, Collectors.toList()));
        scenarios = points.stream().map(GrowthPoint::scenario).distinct().toList();
        most = Svg.ceiling(points.stream().mapToDouble(GrowthPoint::cpuMs).max().orElse(1));
        firstPower = (int) Math.floor(Math.log10(points.stream()
                .mapToDouble(point -> Math.max(1, point.records()))
                .min()
                .orElse(1)));
        lastPower = Math.max(firstPower + 1, (int) Math.ceil(Math.log10(points.stream()
                .mapToDouble(point -> Math.max(1, point.records()))
                .max()
                .orElse(1))));
    }

    static Optional<String> of(BenchmarkRun run) {
        return run.growth().isEmpty() ? Optional.empty() : Optional.of(new GrowthLines(run.growth()).draw());
    }

    private static String name(GrowthPoint point) {
        return point.scenario() + ", "
                + point.spread().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String draw() {
        Svg svg = new Svg(WIDTH, BOTTOM + 60, "CPU of a request in milliseconds, while records grow", description());
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = most * tick / TICKS;
            svg.line(LEFT, y(value), WIDTH - RIGHT, y(value), "grid");
            svg.text(LEFT - 8, y(value) + 4, "end", "small", Numbers.tick(value));
        }
        for (int power = firstPower; power <= lastPower; power++) {
            double records = Math.pow(10, power);
            svg.line(x(records), TOP, x(records), BOTTOM, "grid");
            svg.text(x(records), BOTTOM + 20, "middle", "small", String.format(Locale.ROOT, "%,.0f", records));
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, BOTTOM + 42, "middle", "small", "records (logarithmic)");
        series.values().forEach(line -> draw(svg, line));
        labels(svg);
        return svg.document();
    }

    private void draw(Svg svg, List<GrowthPoint> line) {
        String styles = styles(line.get(0));
        for (int i = 0; i < line.size(); i++) {
            GrowthPoint point = line.get(i);
            if (i > 0) {
                GrowthPoint last = line.get(i - 1);
                svg.line(x(last), y(last.cpuMs()), x(point), y(point.cpuMs()), styles);
            }
            svg.dot(x(point), y(point.cpuMs()), colour(point));
        }
    }

    /** The name of each line beside its last point. */
    private void labels(Svg svg) {
        List<String> highestFirst = series.keySet().stream()
                .sorted(Comparator.comparingDouble(name -> y(last(name).cpuMs())))
                .toList();
        // The lowest labels must still fit above the axis, even if all lines end there.
        double y = TOP;
        int left = highestFirst.size();
        for (String name : highestFirst) {
            y = Math.max(y, Math.min(y(last(name).cpuMs()) + 4, BOTTOM - LABEL_STEP * (left - 1)));
            left--;
            svg.line(WIDTH - RIGHT + 14, y - 4, WIDTH - RIGHT + 38, y - 4, styles(last(name)));
            svg.text(
                    WIDTH - RIGHT + 46,
                    y,
                    "start",
                    "",
                    name + ": " + Numbers.of(last(name).cpuMs()));
            y += LABEL_STEP;
        }
    }

    /** Dashes for the records of many patients, so that two equal lines are both seen. */
    private String styles(GrowthPoint point) {
        return colour(point) + (point.spread() == Spread.MANY_PATIENTS ? " line dashed" : " line");
    }

    private String colour(GrowthPoint point) {
        return "c" + scenarios.indexOf(point.scenario()) % Svg.COLOURS;
    }

    private GrowthPoint last(String name) {
        List<GrowthPoint> line = series.getOrDefault(name, List.of());
        return line.get(line.size() - 1);
    }

    private String description() {
        return series.entrySet().stream()
                .map(line -> line.getKey() + ": "
                        + line.getValue().stream()
                                .map(point -> Numbers.of(point.cpuMs()) + " ms at " + point.records())
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ", "Lines. ", "."));
    }

    private double x(GrowthPoint point) {
        return x((double) point.records());
    }

    private double x(double records) {
        double power = Math.log10(Math.max(1, records));
        return LEFT + (WIDTH - RIGHT - LEFT) * (power - firstPower) / (lastPower - firstPower);
    }

    private double y(double cpuMs) {
        return BOTTOM - (BOTTOM - TOP) * cpuMs / most;
    }
}
