package org.healthpassport.standalone;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.springframework.util.FileSystemUtils;

/**
 * How tests start Health Passport in a JVM of its own. They start it often, and half of the CPU time of a start goes
 * into loading classes; so the first start leaves an archive of them (class data sharing) that all later ones map.
 */
final class ChildJvm {
    private static final List<String> FOR_QUICK_STARTS =
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:cds=off");

    private static final Path FOLDER = temporaryFolder();
    private static final String CLASS_PATH = classPathOfJars();
    private static final Path ARCHIVE = archive();

    private ChildJvm() {}

    static List<String> command() {
        return command("-XX:SharedArchiveFile=" + ARCHIVE);
    }

    private static List<String> command(String archiveOption) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FOR_QUICK_STARTS);
        command.addAll(List.of(archiveOption, "-cp", CLASS_PATH, StandaloneApplication.class.getName()));
        return command;
    }

    /** An archive covers jars only, so folders of classes are packed first. */
    private static String classPathOfJars() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator)) {
            if (Files.isDirectory(Path.of(entry))) {
                Path jar = FOLDER.resolve("classes-" + entries.size() + ".jar");
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", entry, ".");
                entries.add(jar.toString());
            } else {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path archive() {
        Path archive = FOLDER.resolve("standalone.jsa");
        List<String> recording = command("-XX:ArchiveClassesAtExit=" + archive);
        try (StandaloneProcess first = StandaloneProcess.running(recording, FOLDER.resolve("data"))) {
            first.awaitReady().terminate();
        }
        return archive;
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("standalone-jvm");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
