package org.healthpassport.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Environment;

/** The results of one run for people and for programs. */
public final class Report {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final BenchmarkRun run;
    private final Tables tables;

    public Report(BenchmarkRun run) {
        this.run = run;
        this.tables = new Tables(run);
    }

    /** Tables for a terminal. */
    public String text() {
        List<String> blocks = new ArrayList<>();
        tables.all().forEach(table -> blocks.add(table.text()));
        if (!run.notes().isEmpty()) {
            blocks.add(run.notes().stream()
                    .map(note -> "Note: " + Table.oneLine(note) + "\n")
                    .collect(Collectors.joining()));
        }
        blocks.add("Run: " + tables.environment() + "\nCalibration, one core: " + tables.calibration() + "\n");
        return String.join("\n", blocks);
    }

    /**
     * Writes {@code results.json}, {@code results.md} and the plots into a folder of this run.
     *
     * @param results the folder of all runs
     * @return the folder of this one
     */
    public Path write(Path results) throws IOException {
        Environment environment = run.environment();
        Path folder = Files.createDirectories(results.resolve(
                "%s-%s-%s".formatted(TIME.format(environment.began()), environment.profile(), environment.commit())));
        Map<String, Optional<String>> plots = new LinkedHashMap<>();
        plots.put("cpu.svg", CpuBars.requests(run));
        plots.put("transfers.svg", CpuBars.transfers(run));
        plots.put("growth.svg", GrowthLines.of(run));
        plots.values().removeIf(Optional::isEmpty);
        for (Map.Entry<String, Optional<String>> plot : plots.entrySet()) {
            Files.writeString(folder.resolve(plot.getKey()), plot.getValue().orElse(""));
        }
        Files.writeString(folder.resolve("results.md"), markdown(List.copyOf(plots.keySet())));
        Files.writeString(folder.resolve("results.json"), ResultFile.json(run));
        return folder;
    }

    String markdown(List<String> plots) {
        List<String> blocks = new ArrayList<>();
        blocks.add("# Results\n");
        blocks.add(Table.escaped(tables.environment()) + "\n");
        blocks.add("Calibration, one core: " + Table.escaped(tables.calibration()) + "\n");
        for (String plot : plots) {
            blocks.add("![%s](%s)\n".formatted(plot.replace(".svg", ""), plot));
        }
        tables.all().forEach(table -> blocks.add(table.markdown()));
        if (!run.notes().isEmpty()) {
            blocks.add("## Notes\n\n"
                    + run.notes().stream()
                            .map(note -> "- " + Table.escaped(Table.oneLine(note)) + "\n")
                            .collect(Collectors.joining()));
        }
        return String.join("\n", blocks);
    }
}
