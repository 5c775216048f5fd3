package org.healthpassport.standalone;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/**
 * The command with which tests start Health Passport in its own JVM. Half of the CPU time of a start goes into loading
 * classes, so the first start writes a class data sharing archive, and all later starts map it. All test JVMs of a build
 * share the archive.
 */
final class ChildJvm {
    private static final List<String> FOR_QUICK_STARTS =
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:cds=off");

    private static final Path FOLDER = Path.of("target", "child-jvm").toAbsolutePath();
    private static final Path ARCHIVE = FOLDER.resolve("standalone.jsa");
    private static final String CLASS_PATH = prepare();

    private ChildJvm() {}

    static List<String> command() {
        return command(CLASS_PATH, "-XX:SharedArchiveFile=" + ARCHIVE);
    }

    private static List<String> command(String classPath, String archiveOption) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FOR_QUICK_STARTS);
        command.addAll(List.of(archiveOption, "-cp", classPath, StandaloneApplication.class.getName()));
        return command;
    }

    /** The class path of jars that the archive covers; the first test JVM of a build creates the archive. */
    private static String prepare() {
        String build = System.getProperty("build.started", "by " + ProcessHandle.current());
        Path builtBy = FOLDER.resolve("built-by");
        try {
            Files.createDirectories(FOLDER.getParent());
            try (FileChannel channel = FileChannel.open(FOLDER.resolveSibling("child-jvm.lock"), CREATE, WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid()
                        && !(Files.exists(builtBy) && Files.readString(builtBy).equals(build))) {
                    FileSystemUtils.deleteRecursively(FOLDER);
                    Files.createDirectory(FOLDER);
                    packFolders();
                    record(classPathOfJars());
                    Files.writeString(builtBy, build);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classPathOfJars();
    }

    /** Packs class folders into jars, because an archive covers only jars. */
    private static void packFolders() {
        for (String folder : classPath()) {
            if (Files.isDirectory(Path.of(folder))) {
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "--create", "--file", jarOf(folder), "-C", folder, ".");
            }
        }
    }

    private static void record(String classPath) {
        List<String> recording = command(classPath, "-XX:ArchiveClassesAtExit=" + ARCHIVE);
        try (StandaloneProcess first = StandaloneProcess.running(recording, FOLDER.resolve("data"))) {
            first.awaitReady().terminate();
        }
    }

    private static String classPathOfJars() {
        return classPath().stream()
                .map(entry -> Files.isDirectory(Path.of(entry)) ? jarOf(entry) : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> classPath() {
        return List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator));
    }

    private static String jarOf(String folder) {
        return FOLDER.resolve("classes-" + classPath().indexOf(folder) + ".jar").toString();
    }
}
