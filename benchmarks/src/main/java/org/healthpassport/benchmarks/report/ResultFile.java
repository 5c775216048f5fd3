package org.healthpassport.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Results in a file of JSON, which {@code --compare} reads again. */
public final class ResultFile {
    private static final String FORMAT = "health-passport-benchmarks";
    /** Goes up when a result means something else than before, or has another name. */
    private static final int VERSION = 1;
    /** A run has some ten kilobytes. */
    private static final long LARGEST = 16L << 20;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultFile() {}

    static String json(BenchmarkRun run) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        root.set("run", JSON.valueToTree(run));
        return JSON.writeValueAsString(root) + "\n";
    }

    /**
     * Reads what a run wrote.
     *
     * @throws UnusableResults with a sentence for whoever named the file
     */
    public static BenchmarkRun read(Path file) throws UnusableResults {
        try {
            if (Files.size(file) > LARGEST) {
                throw new UnusableResults(file + " is larger than any file of results.");
            }
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UnusableResults(file + " cannot be read: it is missing, a folder, or not text.");
        }
    }

    /** @param name of the file, for messages */
    static BenchmarkRun parse(String name, String json) throws UnusableResults {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new UnusableResults(name + " is not JSON.");
        }
        if (!root.path("format").asString("").equals(FORMAT)) {
            throw new UnusableResults(name + " is JSON, but not a file of results.");
        }
        JsonNode version = root.path("version");
        if (!version.isInt() || version.intValue() != VERSION) {
            throw new UnusableResults(
                    "%s has version %s of the results; this program reads version %d only. Measure again."
                            .formatted(
                                    name,
                                    version.isMissingNode() ? "unknown" : Table.oneLine(version.toString()),
                                    VERSION));
        }
        @Nullable BenchmarkRun run;
        try {
            run = JSON.treeToValue(root.path("run"), BenchmarkRun.class);
        } catch (JacksonException e) {
            run = null;
        }
        if (run == null || !ResultCheck.isComplete(run)) {
            throw new UnusableResults(name + " is a file of results, but parts are missing or damaged.");
        }
        return run;
    }
}
