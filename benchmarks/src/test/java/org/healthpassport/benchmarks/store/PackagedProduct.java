package org.healthpassport.benchmarks.store;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.standalone.network.Port;

/** The jar that users start, on free ports. It says after each full collection how much of its heap is in use. */
final class PackagedProduct implements AutoCloseable {
    static final String ADMINISTRATOR = "admin@localhost";

    private static final Path JARS = Path.of("..", "standalone", "target");
    private static final Pattern COLLECTED = Pattern.compile("\\[gc.*Pause Full.*\\dM->(\\d+)M\\(");

    private final Process process;
    private final URI api;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private PackagedProduct(Process process, URI api) {
        this.process = process;
        this.api = api;
        Thread reader = new Thread(this::read, "output of the product");
        reader.setDaemon(true);
        reader.start();
    }

    static PackagedProduct start(Path data, Map<String, String> settings) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx512m",
                "-Xlog:gc",
                "-jar",
                jar().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("HEALTHPASSPORT_") || name.startsWith("KAFKA_"));
        builder.environment().keySet().removeAll(List.of("MONGODB_URI", "STORAGE_URL"));
        builder.environment().put("HEALTHPASSPORT_DATA_DIR", data.toString());
        for (Port port : Port.values()) {
            builder.environment().put(port.setting(), Integer.toString(freePort()));
        }
        builder.environment().putAll(settings);
        URI api = URI.create("http://localhost:" + builder.environment().get(Port.API.setting()));
        PackagedProduct product = new PackagedProduct(builder.start(), api);
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            if (!product.process.isAlive()) {
                throw new IllegalStateException("Expected the product to start, but it ended:\n" + product.lines);
            }
            return product.lines.stream().anyMatch(line -> line.contains("Stop it with"));
        });
        return product;
    }

    URI api() {
        return api;
    }

    /** Collects all garbage; the heap that is in use afterwards, in MB. */
    int heapInUse() throws IOException, InterruptedException {
        int before = lines.size();
        new ProcessBuilder("jcmd", Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        await().atMost(Duration.ofSeconds(30)).until(() -> !heapsSince(before).isEmpty());
        List<Integer> heaps = heapsSince(before);
        return heaps.get(heaps.size() - 1);
    }

    /** The memory of the process that is in use, in MB. */
    long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.toHandle().destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Integer> heapsSince(int line) {
        List<Integer> heaps = new ArrayList<>();
        for (String text : lines.subList(line, lines.size())) {
            Matcher collected = COLLECTED.matcher(text);
            if (collected.find()) {
                heaps.add(Integer.parseInt(collected.group(1)));
            }
        }
        return heaps;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(the output ended: " + e.getMessage() + ")");
        }
    }

    private static Path jar() throws IOException {
        try (var jars = Files.newDirectoryStream(JARS, "*-exec.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        }
        throw new IllegalStateException("Expected the product in " + JARS + ", but it was not packaged");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
