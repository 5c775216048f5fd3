package org.healthpassport.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Load;
import org.healthpassport.benchmarks.result.Measurement;

/** CPU of a request as bars, one for each scenario, with the peer's as dashed marks. */
final class CpuBars {
    private static final int WIDTH = 860;
    private static final int LEFT = 150;
    private static final int RIGHT = 120;
    private static final int TOP = 76;
    private static final int BAR = 20;
    private static final int STEP = 34;
    private static final int TICKS = 4;

    private final List<Measurement> measured;
    private final double most;

    private CpuBars(List<Measurement> measured) {
        this.measured = measured;
        this.most = Svg.ceiling(measured.stream()
                .mapToDouble(
                        bar -> Math.max(bar.cpuMs(), peer(bar).map(Peer::cpuMs).orElse(0.0)))
                .max()
                .orElse(1));
    }

    /** Closed loops; transfers have a picture of their own, as one of them costs as much as many requests. */
    static Optional<String> requests(BenchmarkRun run) {
        return draw(
                run.measurements().stream()
                        .filter(it -> it.load() == Load.CLOSED && !isTransfer(it))
                        .toList(),
                "CPU of a request");
    }

    /** Uploads and downloads. */
    static Optional<String> transfers(BenchmarkRun run) {
        return draw(
                run.measurements().stream()
                        .filter(it -> it.load() != Load.OPEN && isTransfer(it))
                        .toList(),
                "CPU of an upload or download");
    }

    private static Optional<String> draw(List<Measurement> measured, String title) {
        return measured.isEmpty() ? Optional.empty() : Optional.of(new CpuBars(measured).draw(title));
    }

    private static boolean isTransfer(Measurement measured) {
        return measured.scenario().startsWith("upload ") || measured.scenario().startsWith("download ");
    }

    private static Optional<Peer> peer(Measurement measured) {
        return Peer.ALL.stream()
                .filter(peer -> peer.scenario().equals(measured.scenario()))
                .findFirst();
    }

    private String draw(String title) {
        boolean peers = measured.stream().anyMatch(bar -> peer(bar).isPresent());
        int bottom = TOP + measured.size() * STEP;
        Svg svg = new Svg(WIDTH, bottom + 44, title + " in milliseconds", description(peers));
        legend(svg, peers);
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = most * tick / TICKS;
            svg.line(x(value), TOP - 6, x(value), bottom, "grid");
            svg.text(x(value), bottom + 20, "middle", "small", Numbers.tick(value));
        }
        for (int i = 0; i < measured.size(); i++) {
            bar(svg, measured.get(i), TOP + i * STEP + 4);
        }
        return svg.document();
    }

    private static void legend(Svg svg, boolean peers) {
        svg.box(LEFT, 46, 12, 12, "c0").text(LEFT + 18, 57, "start", "small", "api-service");
        svg.box(LEFT + 110, 46, 12, 12, "rest").text(LEFT + 128, 57, "start", "small", "the rest of the product");
        if (peers) {
            svg.line(LEFT + 300, 52, LEFT + 324, 52, "peer").text(LEFT + 330, 57, "start", "peer-text", Peer.NAME);
        }
    }

    private void bar(Svg svg, Measurement bar, double y) {
        double api = Math.min(bar.apiCpuMs(), bar.cpuMs());
        svg.text(LEFT - 10, y + 15, "end", "", bar.scenario());
        svg.box(x(0), y, x(api) - x(0), BAR, "c0");
        svg.box(x(api), y, x(bar.cpuMs()) - x(api), BAR, "rest");
        svg.text(x(bar.cpuMs()) + 6, y + 15, "start", "", Numbers.of(bar.cpuMs()));
        peer(bar).ifPresent(peer -> {
            svg.line(x(peer.cpuMs()), y - 5, x(peer.cpuMs()), y + BAR + 5, "peer");
            svg.text(
                    x(peer.cpuMs()) + 6,
                    y + 15,
                    "start",
                    "peer-text",
                    Numbers.of(peer.cpuMs())
                            + (bar.cpuMs() < peer.cpuMs() * 0.8 ? ", " + Numbers.times(peer.reachedBy(bar)) : ""));
        });
    }

    private String description(boolean peers) {
        return measured.stream()
                        .map(bar -> bar.scenario() + " " + Numbers.of(bar.cpuMs()) + " ms")
                        .collect(Collectors.joining(", ", "Bars: ", "."))
                + (peers
                        ? Peer.ALL.stream()
                                .map(peer -> peer.scenario() + " " + Numbers.of(peer.cpuMs()) + " ms")
                                .collect(Collectors.joining(", ", " Dashed marks, " + Peer.NAME + ": ", "."))
                        : "");
    }

    private double x(double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * value / most;
    }
}
