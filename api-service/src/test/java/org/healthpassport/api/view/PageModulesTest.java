package org.healthpassport.api.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.foreign.ForeignChecks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Runs the tests of the pages' own modules in Node, if a recent one is installed. */
class PageModulesTest {
    private static final Path PAGE = Path.of("src/main/resources/view");
    private static final Path CONNECT = Path.of("src/main/resources/connect");
    private static final Path TESTS = Path.of("src/test/node");
    private static final Path EXAMPLES = Path.of("shared/vectors/smart-health-cards");

    @TempDir
    Path folder;

    @Test
    void shouldHoldInNode() throws Exception {
        // given
        ForeignChecks.require(isCapable(), "there is no Node 20.12 or newer to test the page behind shared links");
        FileSystemUtils.copyRecursively(TESTS, folder);
        FileSystemUtils.copyRecursively(PAGE, folder.resolve("view"));
        FileSystemUtils.copyRecursively(CONNECT, folder.resolve("connect"));
        Files.writeString(folder.resolve("package.json"), "{\"type\":\"module\"}");

        // when
        String result = run("node", "--test");

        // then
        assertThat(result).startsWith("0 ").containsPattern("# pass [1-9]").contains("# fail 0");
    }

    private boolean isCapable() throws InterruptedException {
        try {
            return run("node", "--input-type=module", "--eval", "new DecompressionStream('deflate-raw')")
                    .startsWith("0 ");
        } catch (IOException noNode) {
            return false;
        }
    }

    /** The exit code and the output. */
    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        examples().ifPresent(examples -> builder.environment().put("VECTORS", examples.toString()));
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The official examples, if a copy lies beside the repository. */
    private static Optional<Path> examples() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(EXAMPLES))
                .filter(Files::exists)
                .findFirst();
    }
}
