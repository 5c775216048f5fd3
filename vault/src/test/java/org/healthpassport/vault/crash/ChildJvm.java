package org.healthpassport.vault.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts a main class of the tests in a JVM of its own, which can then be killed. */
public final class ChildJvm {
    private ChildJvm() {}

    public static Process start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /**
     * No file of its may become larger: a write beyond that fails as it does on a full disk, and needs no rights.
     *
     * @return null where there is no shell that knows such a limit
     */
    public static @Nullable Process startWithLargestFile(int kilobytes, Class<?> main, String... arguments)
            throws IOException {
        Path shell = Path.of("/bin/bash");
        return Files.isExecutable(shell)
                ? start(
                        List.of(shell.toString(), "-c", "ulimit -f " + kilobytes + " && exec \"$@\"", "limited"),
                        main,
                        arguments)
                : null;
    }

    private static Process start(List<String> launcher, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
