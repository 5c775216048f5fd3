package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.foreign.ForeignChecks;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Programs that we did not write and that open what we share, where this machine has them: viewers and readers from
 * npm's cache, a browser, and zbar. Downloads nothing; {@link ForeignChecks} decides about a test
 * that needs more.
 */
final class ForeignClients {
    private static final Path SOURCES = Path.of("src/test/node");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final boolean installed;

    private ForeignClients(Path folder, boolean installed) {
        this.folder = folder;
        this.installed = installed;
    }

    /** Installs the packages from npm's cache into that folder. */
    static ForeignClients in(Path folder) throws IOException, InterruptedException {
        for (String file : List.of("package.json", "package-lock.json", "open-link.mjs", "read-qr.mjs", "browse.mjs")) {
            Files.copy(SOURCES.resolve(file), folder.resolve(file));
        }
        boolean installed = onPath("node").isPresent()
                && onPath("npm").isPresent()
                && run(
                                folder,
                                List.of(
                                        "npm",
                                        "ci",
                                        "--offline",
                                        "--silent",
                                        "--ignore-scripts",
                                        "--no-audit",
                                        "--no-fund"))
                        .startsWith("0 ");
        if (!installed) {
            FileSystemUtils.deleteRecursively(folder.resolve("node_modules"));
        }
        return new ForeignClients(folder, installed);
    }

    /** The result of kill-the-clipboard: {@code resources}, or the kind of {@code failure}. */
    JsonNode open(String link, String recipient, String... passcode) throws IOException, InterruptedException {
        return JSON.readTree(node(
                "open-link.mjs",
                Stream.concat(Stream.of(link, recipient), Stream.of(passcode)).toArray(String[]::new)));
    }

    /** The text that jsqr reads in a picture. */
    String readQrCode(Path png) throws IOException, InterruptedException {
        return node("read-qr.mjs", png.toString()).strip();
    }

    /** The text that zbar reads in a picture. */
    String scan(Path png) throws IOException, InterruptedException {
        Path zbar = require(onPath("zbarimg"), "there is no zbarimg; install Debian's zbar-tools");
        String result = run(folder, List.of(zbar.toString(), "--nodbus", "--quiet", "--raw", png.toString()));
        assertThat(result).startsWith("0 ");
        return result.substring(2).strip();
    }

    /** The picture of a page in a browser. */
    Path photograph(Path html) throws IOException, InterruptedException {
        Path png = html.resolveSibling("photograph.png");
        String result = run(
                folder,
                List.of(
                        browser().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--window-size=700,500",
                        "--force-device-scale-factor=2",
                        "--screenshot=" + png,
                        html.toUri().toString()));
        assertThat(result).startsWith("0 ");
        return png;
    }

    private static Path browser() {
        Optional<Path> browser = Optional.ofNullable(System.getenv("CHROMIUM"))
                .map(Path::of)
                .or(() -> onPath("chromium", "chromium-browser", "google-chrome"));
        return require(browser, "there is no Chromium on the PATH, or in CHROMIUM");
    }

    /** The page, requests and errors of a browser; {@code browse.mjs} documents its input and output. */
    JsonNode browse(Map<String, String> what) throws IOException, InterruptedException {
        var asked = new HashMap<>(what);
        asked.put("browser", browser().toString());
        return JSON.readTree(node("browse.mjs", JSON.writeValueAsString(asked)));
    }

    private String node(String script, String... arguments) throws IOException, InterruptedException {
        require(
                installed ? Optional.of(folder) : Optional.empty(),
                "there is no Node, or no npm, or what opens links is not in npm's cache;"
                        + " run: npm ci --prefix standalone/src/test/node");
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        String result = run(folder, command);
        assertThat(result).startsWith("0 ");
        return result.substring(2);
    }

    private static Path require(Optional<Path> tool, String otherwise) {
        ForeignChecks.require(tool.isPresent(), otherwise);
        return tool.orElseThrow();
    }

    private static Optional<Path> onPath(String... names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(place -> Stream.of(names).map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The exit code and the standard output; standard error goes to that of this JVM. */
    private static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }
}
