package org.healthpassport.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The choices of whoever starts a run.
 *
 * @param profile {@code short} or {@code long}
 * @param warmUp the time of mixed requests before the first measurement
 * @param only scenarios to run, with {@code _} for blanks; all if empty
 * @param results the folder for the results
 * @param javaHome the JDK that runs the product
 */
record Arguments(String profile, Duration warmUp, Set<String> only, Path results, Path javaHome) {
    static final String USAGE = "Expected: [--profile short|long] [--warm-up SECONDS] [--only SCENARIO,...]"
            + " [--results FOLDER] [--java-home FOLDER]";

    /** @throws IllegalArgumentException with how to use it */
    static Arguments of(String... arguments) {
        String profile = "short";
        Duration warmUp = Duration.ofSeconds(60);
        Set<String> only = new LinkedHashSet<>();
        Path results = Path.of("benchmarks", "results");
        Path javaHome = Path.of(System.getProperty("java.home"));
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String name = rest.pop();
            String value = rest.isEmpty() ? "" : rest.pop();
            switch (name) {
                case "--profile" -> profile = value;
                case "--warm-up" -> warmUp = seconds(value);
                case "--only" -> only.addAll(List.of(value.replace('_', ' ').split(",")));
                case "--results" -> results = Path.of(value);
                case "--java-home" -> javaHome = Path.of(value);
                default -> throw new IllegalArgumentException(USAGE + ", but got '" + name + "'");
            }
        }
        if (!Set.of("short", "long").contains(profile)) {
            throw new IllegalArgumentException(USAGE + ", but got the profile '" + profile + "'");
        }
        return new Arguments(profile, warmUp, only, results, javaHome);
    }

    /** @throws IllegalArgumentException if a scenario is none of these */
    void requireKnown(Collection<String> scenarios) {
        only.stream().filter(name -> !scenarios.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "Expected scenarios of " + String.join(", ", scenarios) + ", but got '" + name + "'");
        });
    }

    boolean isLong() {
        return profile.equals("long");
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(USAGE + ", but got '" + text + "' instead of seconds", e);
        }
    }
}
