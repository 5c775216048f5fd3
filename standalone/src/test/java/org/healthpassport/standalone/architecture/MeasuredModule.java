package org.healthpassport.standalone.architecture;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.avro.specific.AvroGenerated;
import org.springframework.asm.ClassReader;

/** A module of the build: all types below one root package. Nested types belong to the type around them. */
record MeasuredModule(String name, Collection<JavaClass> types) {
    private static final String ALL = "org.healthpassport";
    /** Tag of a class in the constant pool, JVMS 4.4. */
    private static final int CLASS = 7;

    private static final Pattern CONFIGURATION =
            Pattern.compile(".*(Configuration|Settings|Properties|Application)|package-info");

    /** All types of all modules on the class path, tests left out. */
    static JavaClasses everything() {
        return Imported.EVERYTHING;
    }

    /** Each module on the class path, found by its root package. */
    static List<MeasuredModule> all() {
        return Imported.MODULES;
    }

    String root() {
        return ALL + "." + name;
    }

    /** Arrows between concrete packages, the root and the insides of features included. */
    PackageGraph packages() {
        return graph(types, JavaClass::getPackageName);
    }

    /** Arrows between the direct sub-packages of the root, each taken as a whole; types in the root do not count. */
    PackageGraph features() {
        return graph(
                types.stream()
                        .filter(type -> !type.getPackageName().equals(root()))
                        .toList(),
                type -> childOf(root(), type));
    }

    /** Arrows between concrete packages inside each direct sub-package of the root. */
    SortedMap<String, PackageGraph> insidesOfFeatures() {
        return types.stream()
                .filter(type -> !type.getPackageName().equals(root()))
                .collect(groupingBy(
                        type -> childOf(root(), type),
                        TreeMap::new,
                        collectingAndThen(toList(), inside -> graph(inside, JavaClass::getPackageName))));
    }

    /**
     * For each package with sub-packages the arrows between those sub-packages, each taken as a whole, and the package's
     * own types. It finds circles that no concrete package closes: a.x -> b.x and b.y -> a.y.
     */
    SortedMap<String, PackageGraph> slices() {
        SortedMap<String, PackageGraph> slices = new TreeMap<>();
        for (String parent : packageNames()) {
            List<JavaClass> below = types.stream()
                    .filter(type -> (type.getPackageName() + ".").startsWith(parent + "."))
                    .toList();
            slices.put(parent, graph(below, type -> childOf(parent, type)));
        }
        return slices;
    }

    /** The names of the top-level types of each package; generated code, configuration and exceptions do not count. */
    SortedMap<String, SortedSet<String>> countedTypes() {
        SortedMap<String, SortedSet<String>> counted = new TreeMap<>();
        for (JavaClass type : types) {
            if (type.isTopLevelClass()
                    && !type.isAnnotatedWith(AvroGenerated.class)
                    && !type.isAssignableTo(Throwable.class)
                    && !CONFIGURATION.matcher(type.getSimpleName()).matches()) {
                counted.computeIfAbsent(type.getPackageName(), fresh -> new TreeSet<>())
                        .add(type.getSimpleName());
            }
        }
        return counted;
    }

    String withoutRoot(String node) {
        return node.equals(root()) ? "(root)" : node.substring(root().length() + 1);
    }

    /** All packages from the root down to those that hold types, also those that hold none themselves. */
    private SortedSet<String> packageNames() {
        SortedSet<String> names = new TreeSet<>();
        for (JavaClass type : types) {
            String name = type.getPackageName();
            while (name.length() >= root().length() && names.add(name)) {
                name = name.substring(0, name.lastIndexOf('.'));
            }
        }
        return names;
    }

    /** The sub-package of a parent in which a type lies, at whatever depth, or the parent itself. */
    private static String childOf(String parent, JavaClass type) {
        String name = type.getPackageName();
        int end = name.indexOf('.', parent.length() + 1);
        return end < 0 ? name : name.substring(0, end);
    }

    private PackageGraph graph(Collection<JavaClass> among, Function<JavaClass, String> node) {
        Map<String, JavaClass> byName = among.stream().collect(toMap(JavaClass::getName, type -> type));
        PackageGraph graph = new PackageGraph();
        for (JavaClass type : among) {
            graph.add(withoutRoot(node.apply(type)));
            for (String needed : Imported.NEEDS.get(type.getName())) {
                JavaClass target = byName.get(needed);
                if (target != null) {
                    graph.add(
                            withoutRoot(node.apply(type)),
                            withoutRoot(node.apply(target)),
                            topLevel(type) + " -> " + topLevel(target));
                }
            }
        }
        return graph;
    }

    private static String topLevel(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Read once, as that takes seconds. */
    private static final class Imported {
        private static final JavaClasses EVERYTHING = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // ArchUnit knows tests by their folder; once packaged, those that modules share come as archives.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(ALL);
        private static final List<MeasuredModule> MODULES = EVERYTHING.stream()
                .collect(groupingBy(type -> type.getPackageName().split("\\.")[2], TreeMap::new, toList()))
                .entrySet()
                .stream()
                .map(module -> new MeasuredModule(module.getKey(), module.getValue()))
                .toList();
        private static final Map<String, Set<String>> NEEDS =
                EVERYTHING.stream().collect(toMap(JavaClass::getName, Imported::needsOf));

        private static Set<String> needsOf(JavaClass type) {
            Set<String> needs = namesIn(type);
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency ->
                            dependency.getTargetClass().getBaseComponentType().getName())
                    .forEach(needs::add);
            return needs;
        }

        /** Classes that a class file names. ArchUnit does not see those whose constants the compiler copied. */
        private static Set<String> namesIn(JavaClass type) {
            Set<String> names = new HashSet<>();
            try (InputStream bytes =
                    type.getSource().orElseThrow().getUri().toURL().openStream()) {
                var file = new ClassReader(bytes);
                char[] buffer = new char[file.getMaxStringLength()];
                for (int item = 1; item < file.getItemCount(); item++) {
                    int offset = file.getItem(item);
                    if (offset > 0 && file.readByte(offset - 1) == CLASS) {
                        names.add(file.readUTF8(offset, buffer).replace('/', '.'));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return names;
        }
    }
}
