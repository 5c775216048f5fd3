package org.healthpassport.benchmarks.product;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthpassport.standalone.StandaloneApplication;
import org.healthpassport.standalone.network.Port;
import org.springframework.util.FileSystemUtils;

/** Health Passport with all its services in a JVM of its own, on free ports and in a folder that goes with it. */
public final class Product implements AutoCloseable {
    public static final String ADMINISTRATOR = "admin@localhost";
    public static final String ADMINISTRATOR_PASSWORD = "password of the administrator";

    private static final Duration LONGEST_START = Duration.ofMinutes(10);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
    private static final int LINES_SHOWN = 30;

    private final Path folder;
    private final Process process;
    private final Map<Port, Integer> ports;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final long began = System.nanoTime();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long readyAt;

    private Product(Path folder, Process process, Map<Port, Integer> ports) {
        this.folder = folder;
        this.process = process;
        this.ports = ports;
        Thread reader = new Thread(this::read, "output of the product");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the product and waits until it is ready.
     *
     * @param javaHome the JDK that runs it
     * @param settings more environment variables
     * @throws ProductFailed if it does not become ready
     */
    public static Product start(Path javaHome, Map<String, String> settings) throws IOException, InterruptedException {
        String classPath = ProductJars.classPath();
        Path folder = Files.createTempDirectory("health-passport-benchmark-");
        Map<Port, Integer> ports = freePorts();
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin").resolve("java").toString(),
                // As `mvn spring-boot:run` starts it.
                "-Xms64m",
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dhealthpassport.stop-with-parent=true"));
        if (isNewer(javaHome)) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", classPath, StandaloneApplication.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Settings of the machine must not influence the result.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("HEALTHPASSPORT_") || name.startsWith("KAFKA_"));
        builder.environment().keySet().removeAll(List.of("MONGODB_URI", "STORAGE_URL"));
        builder.environment().put("HEALTHPASSPORT_DATA_DIR", folder.toString());
        builder.environment().put("HEALTHPASSPORT_ADMIN_PASSWORD", ADMINISTRATOR_PASSWORD);
        ports.forEach((port, number) -> builder.environment().put(port.setting(), number.toString()));
        builder.environment().putAll(settings);
        Product product = new Product(folder, builder.start(), ports);
        // Ctrl-C must leave neither the process nor gigabytes of data behind.
        Runtime.getRuntime().addShutdownHook(new Thread(product::close, "stop of the product"));
        try {
            product.awaitReady();
            return product;
        } catch (RuntimeException | InterruptedException e) {
            product.close();
            throw e;
        }
    }

    public long pid() {
        return process.pid();
    }

    public URI api() {
        return local(Port.API);
    }

    public URI audit() {
        return local(Port.AUDIT);
    }

    /** The time from the start of the JVM until the product said that it is ready. */
    public Duration startTime() {
        return Duration.ofNanos(readyAt - began);
    }

    /**
     * Looks if it still runs.
     *
     * @throws ProductFailed if it ended by itself
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new ProductFailed("Expected the product to run, but it ended with exit code " + process.exitValue()
                    + "; its last lines:\n" + lastLines());
        }
    }

    /** The end of what it printed. */
    public String lastLines() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    /** Stops it and deletes its folder. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        process.toHandle().destroy();
        try {
            if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to delete " + folder + ", but could not", e);
        }
    }

    private URI local(Port port) {
        return URI.create("http://localhost:" + ports.get(port));
    }

    private void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!ready.await(100, TimeUnit.MILLISECONDS)) {
            requireAlive();
            if (System.nanoTime() > end) {
                throw new ProductFailed("Expected the product to be ready within " + LONGEST_START.toMinutes()
                        + " minutes, but it is not; its last lines:\n" + lastLines());
            }
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("Health Passport is running")) {
                    readyAt = System.nanoTime();
                    ready.countDown();
                }
                synchronized (lastLines) {
                    lastLines.add(line);
                    if (lastLines.size() > LINES_SHOWN) {
                        lastLines.remove();
                    }
                }
            }
        } catch (IOException e) {
            synchronized (lastLines) {
                lastLines.add("(the output ended: " + e.getMessage() + ")");
            }
        }
    }

    private static boolean isNewer(Path javaHome) throws IOException {
        Path release = javaHome.resolve("release");
        if (!Files.exists(release)) {
            return Runtime.version().feature() >= 24;
        }
        return Files.readString(release).lines().anyMatch(line -> line.matches("JAVA_VERSION=\"(2[4-9]|[3-9]\\d).*"));
    }

    /** Free ports below the range for outgoing connections, so that no connection takes them before the start. */
    private static Map<Port, Integer> freePorts() {
        int[] free = ThreadLocalRandom.current()
                .ints(20_000, 32_000)
                .distinct()
                .filter(Product::isFree)
                .limit(Port.values().length)
                .toArray();
        Map<Port, Integer> ports = new HashMap<>();
        for (Port port : Port.values()) {
            ports.put(port, free[port.ordinal()]);
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
