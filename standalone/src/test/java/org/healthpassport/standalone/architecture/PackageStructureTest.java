package org.healthpassport.standalone.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures the packages of every module. The table that it prints is the measure; {@link Limits} holds what is allowed. */
class PackageStructureTest {
    /** Stands on this module, so it cannot be on its class path; it has a test of its own. */
    private static final String BENCHMARKS = "benchmarks";

    private static final Pattern MODULE_OF_THE_BUILD = Pattern.compile("<module>([^<]+)</module>");

    @BeforeAll
    static void printMeasures() {
        System.out.println(modules()
                .map(PackageStructureTest::measures)
                .collect(joining(
                        "\n",
                        """
                Structure of the packages. Floors and arrows: between direct sub-packages of the module's root.
                %-12s %8s %8s %5s %6s %6s %16s %7s  %s
                """.formatted(
                                        "module",
                                        "packages",
                                        "features",
                                        "types",
                                        "arrows",
                                        "floors",
                                        "floors (feature)",
                                        "circles",
                                        "largest package"),
                        "")));
    }

    @Test
    void everyModuleOfTheBuildShouldBeMeasured() throws Exception {
        // given
        List<String> build = MODULE_OF_THE_BUILD
                .matcher(Files.readString(Path.of("..", "pom.xml")))
                .results()
                .map(found -> found.group(1))
                .filter(module -> !module.equals(BENCHMARKS))
                .toList();

        // then
        assertThat(modules()).hasSameSizeAs(build);
        assertThat(build)
                .allSatisfy(module -> assertThat(MeasuredModule.all())
                        .as("modules that " + module + " has the types of")
                        .filteredOn(measured -> measured.types().stream()
                                .allMatch(type -> type.getSource()
                                        .orElseThrow()
                                        .getUri()
                                        .toString()
                                        // A folder of this build, its jar, or a jar in the local repository.
                                        .matches(".*/" + Pattern.quote(module) + "(/target/|/[^/]+/"
                                                + Pattern.quote(module) + "-).*")))
                        .hasSize(1));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesShouldBeFreeOfCircles(MeasuredModule module) {
        Set<String> circles = circles(module);
        assertThat(circles.size())
                .as("circles of packages in " + module + "\n" + String.join("\n", circles))
                .isLessThanOrEqualTo(Limits.of(module).circles());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesShouldHoldNoMoreThanADozenTypes(MeasuredModule module) {
        int limit = Limits.of(module).typesOfAPackage();
        assertThat(module.countedTypes())
                .allSatisfy((name, types) ->
                        assertThat(types).as("types in " + name).hasSizeLessThanOrEqualTo(limit));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void featuresShouldHaveThreeFloorsInside(MeasuredModule module) {
        int limit = Limits.of(module).floorsOfAFeature();
        assertThat(module.insidesOfFeatures())
                .allSatisfy((name, inside) -> assertThat(inside.longestWay())
                        .as("longest way down inside " + name + ", made by\n"
                                + String.join("\n", inside.describeArrows()))
                        .hasSizeLessThanOrEqualTo(limit));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void featuresShouldStandOnFewFloors(MeasuredModule module) {
        PackageGraph features = module.features();
        assertThat(features.longestWay())
                .as("longest way down in " + module + ", where the arrows are\n"
                        + String.join("\n", features.describeArrows()))
                .hasSizeLessThanOrEqualTo(Limits.of(module).floors());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void featuresShouldNeedFewOthers(MeasuredModule module) {
        PackageGraph features = module.features();
        assertThat(features.arrows())
                .as("arrows in " + module + "\n" + String.join("\n", features.describeArrows()))
                .isLessThanOrEqualTo(Limits.of(module).arrows());
    }

    private static Stream<MeasuredModule> modules() {
        return MeasuredModule.all().stream();
    }

    /** Circles of concrete packages, and those that only show where sub-packages are taken as a whole. */
    private static Set<String> circles(MeasuredModule module) {
        Set<String> circles = new LinkedHashSet<>(module.packages().describeCircles());
        module.slices().values().forEach(slice -> circles.addAll(slice.describeCircles()));
        return circles;
    }

    private static String measures(MeasuredModule module) {
        PackageGraph features = module.features();
        Map.Entry<String, SortedSet<String>> largest = module.countedTypes().entrySet().stream()
                .max(Comparator.comparingInt(types -> types.getValue().size()))
                .orElse(Map.entry(module.root(), new TreeSet<>()));
        return "%-12s %8d %8d %5d %6d %6d %16d %7d  %s"
                .formatted(
                        module,
                        module.packages().nodes().size(),
                        features.nodes().size(),
                        module.countedTypes().values().stream()
                                .mapToInt(Set::size)
                                .sum(),
                        features.arrows(),
                        features.floors(),
                        module.insidesOfFeatures().values().stream()
                                .mapToInt(PackageGraph::floors)
                                .max()
                                .orElse(0),
                        circles(module).size(),
                        module.withoutRoot(largest.getKey()) + ": "
                                + largest.getValue().size());
    }
}
