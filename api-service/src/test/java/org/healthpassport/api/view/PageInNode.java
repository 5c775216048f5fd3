package org.healthpassport.api.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.healthpassport.foreign.ForeignChecks;
import org.springframework.util.FileSystemUtils;

/** The modules of the pages and their tests, copied into a folder where Node runs them. */
record PageInNode(Path folder) {
    private static final Path PAGE = Path.of("src/main/resources/view");
    private static final Path CONNECT = Path.of("src/main/resources/connect");
    private static final Path TESTS = Path.of("src/test/node");

    /** Skips the test if no recent Node is installed. */
    static PageInNode in(Path folder) {
        PageInNode page = new PageInNode(folder);
        try {
            ForeignChecks.require(
                    page.isCapable(), "there is no Node 20.12 or newer to test the page behind shared links");
            FileSystemUtils.copyRecursively(TESTS, folder);
            FileSystemUtils.copyRecursively(PAGE, folder.resolve("view"));
            FileSystemUtils.copyRecursively(CONNECT, folder.resolve("connect"));
            Files.writeString(folder.resolve("package.json"), "{\"type\":\"module\"}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page;
    }

    /** The exit code and the output. */
    String run(Map<String, String> environment, byte[] input, String... command) throws IOException {
        Path given = Files.write(folder.resolve("input"), input);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(given.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private boolean isCapable() {
        try {
            return run(
                            Map.of(),
                            new byte[0],
                            "node",
                            "--input-type=module",
                            "--eval",
                            "new DecompressionStream('deflate-raw')")
                    .startsWith("0 ");
        } catch (IOException noNode) {
            return false;
        }
    }
}
