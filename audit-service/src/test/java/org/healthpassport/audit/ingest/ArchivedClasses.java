package org.healthpassport.audit.ingest;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * The classes of a JVM that a test starts again and again. Half of the CPU time of a start goes into loading classes, so
 * the first JVM writes a class data sharing archive, and all later ones map it.
 *
 * @param classPath jars alone, because an archive covers no folders
 */
record ArchivedClasses(String classPath, Path archive) {
    /** Packs the class path of this JVM. */
    static ArchivedClasses in(Path folder) {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator)) {
            jars.add(Files.isDirectory(Path.of(entry)) ? packed(entry, folder.resolve(jars.size() + ".jar")) : entry);
        }
        return new ArchivedClasses(String.join(File.pathSeparator, jars), folder.resolve("classes.jsa"));
    }

    /** The options of a JVM that writes the archive when it ends by itself. */
    List<String> recording() {
        return List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-cp", classPath);
    }

    /** The options of a JVM that maps the archive. */
    List<String> mapping() {
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-cp", classPath);
    }

    private static String packed(String folder, Path jar) {
        int result = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", folder, ".");
        if (result != 0) {
            throw new IllegalStateException("Expected to pack %s, but jar ended with %d".formatted(folder, result));
        }
        return jar.toString();
    }
}
