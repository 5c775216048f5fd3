package org.healthpassport.benchmarks.product;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The class path of the product: that of this program, without this program. */
final class ProductJars {
    private ProductJars() {}

    /** @throws ProductFailed if there are class folders, which a user of the product does not have either */
    static String classPath() {
        List<String> product = List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .filter(entry -> !isThisProgram(Path.of(entry)))
                .toList();
        product.stream()
                .filter(entry -> Files.isDirectory(Path.of(entry)))
                .findFirst()
                .ifPresent(folder -> {
                    throw new ProductFailed("Expected the jars of the product on the class path, but '" + folder
                            + "' is a folder; start with 'mvn -Pbenchmarks verify', which builds the jars");
                });
        return String.join(File.pathSeparator, product);
    }

    private static boolean isThisProgram(Path entry) {
        return entry.endsWith(Path.of("benchmarks", "target", "classes"))
                || entry.getFileName().toString().startsWith("benchmarks-");
    }
}
