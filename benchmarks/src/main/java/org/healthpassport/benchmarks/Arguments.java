package org.healthpassport.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthpassport.benchmarks.product.WarmUp;
import org.healthpassport.benchmarks.scenario.Profile;
import org.healthpassport.benchmarks.scenario.Scenarios;

/**
 * The choices of whoever starts a run.
 *
 * @param profile the size of the run, with the warm-up that was asked for
 * @param only scenarios to run, with {@code _} for blanks; all if empty
 * @param results the folder for the results
 * @param javaHome the JDK that runs the product
 * @param compared two files of results to compare; nothing is measured then
 */
record Arguments(Profile profile, Set<String> only, Path results, Path javaHome, List<Path> compared) {
    static final String USAGE = "Expected: [--profile short|long|trial] [--warm-up SECONDS] [--only SCENARIO,...]"
            + " [--results FOLDER] [--java-home FOLDER], or --compare FILE FILE";

    /** The parts of a run that need no product. */
    private static final List<String> ALONE = List.of("limits", "functions");

    /** @throws IllegalArgumentException with how to use it, or with the names of the scenarios */
    static Arguments of(String... arguments) {
        Profile profile = Profile.SHORT;
        Optional<Duration> warmUp = Optional.empty();
        Set<String> only = new LinkedHashSet<>();
        Path results = Path.of("benchmarks", "results");
        Path javaHome = Path.of(System.getProperty("java.home"));
        List<Path> compared = new ArrayList<>();
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String name = rest.pop();
            String value = rest.isEmpty() ? "" : rest.pop();
            switch (name) {
                case "--profile" -> profile = profile(value);
                case "--warm-up" -> warmUp = Optional.of(seconds(value));
                case "--only" -> only.addAll(List.of(value.replace('_', ' ').split(",")));
                case "--results" -> results = Path.of(value);
                case "--java-home" -> javaHome = Path.of(value);
                case "--compare" -> compared.addAll(List.of(Path.of(value), Path.of(rest.isEmpty() ? "" : rest.pop())));
                default -> throw new IllegalArgumentException(USAGE + ", but got '" + name + "'");
            }
        }
        List<String> names =
                Stream.concat(Scenarios.NAMES.stream(), ALONE.stream()).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "Expected some of: " + String.join(", ", names) + ", but got '" + name + "'");
            }
        }
        Profile chosen = warmUp.isPresent() ? profile.with(WarmUp.exactly(warmUp.get())) : profile;
        return new Arguments(chosen, only, results, javaHome, compared);
    }

    /** True if it was named, or nothing was. */
    boolean isWanted(String part) {
        return only.isEmpty() || only.contains(part);
    }

    boolean isNamed(String part) {
        return only.contains(part);
    }

    /** True if nothing but parts without a product was named. */
    boolean needsNoProduct() {
        return !only.isEmpty() && ALONE.containsAll(only);
    }

    private static Profile profile(String name) {
        return Profile.named(name)
                .orElseThrow(() -> new IllegalArgumentException(USAGE + ", but got the profile '" + name + "'"));
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(USAGE + ", but got '" + text + "' instead of seconds", e);
        }
    }
}
