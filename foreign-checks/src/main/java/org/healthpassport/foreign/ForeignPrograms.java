package org.healthpassport.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs programs that we did not write, and judges them by what they print. Downloads nothing.
 *
 * @param folder in which they run
 */
public record ForeignPrograms(Path folder) {

    /**
     * Installs packages from npm's cache.
     *
     * @param sources a folder with {@code package.json}, {@code package-lock.json} and a script that uses them
     * @return false if there is no npm, or if a package is not in its cache
     */
    public boolean install(Path sources, String script) throws IOException, InterruptedException {
        for (String file : List.of("package.json", "package-lock.json", script)) {
            Files.copy(sources.resolve(file), folder.resolve(file));
        }
        return succeeds("npm", "ci", "--offline", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    /** False if the command fails, or if there is no such program. */
    public boolean succeeds(String... command) throws InterruptedException {
        try {
            return run(command).startsWith("0 ");
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /**
     * The exit code, a space, and the output.
     *
     * @throws IOException if there is no such program
     */
    public String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }
}
