package org.healthpassport.bus.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of all variables that any of our programs reads. One environment often serves all of them, so each knows the
 * settings of the others.
 */
public final class KnownSettings {
    private static final Logger log = LoggerFactory.getLogger(KnownSettings.class);
    private static final String OURS = "HEALTHPASSPORT_";
    private static final Set<String> NAMES = read();

    /** Several services can share a process; each name is told once. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private KnownSettings() {}

    public static Set<String> names() {
        return NAMES;
    }

    /**
     * Warns about variables with our prefix that nothing reads, which most often are misspelled.
     *
     * @param variables the names in the environment
     * @param properties names of properties that are read too, as Spring Boot takes a variable for each of them
     */
    public static void warnOfOthers(Collection<String> variables, Collection<String> properties) {
        warnings(variables, properties).stream().filter(TOLD::add).forEach(log::warn);
    }

    /** A sentence for each name that is not known, with the nearest one that is, and without a value. */
    static List<String> warnings(Collection<String> variables, Collection<String> properties) {
        Set<String> relaxed = properties.stream().map(KnownSettings::relaxed).collect(Collectors.toSet());
        return variables.stream()
                .filter(name -> name.startsWith(OURS) && !NAMES.contains(name) && !relaxed.contains(relaxed(name)))
                .sorted()
                .map(name -> "Expected only known settings, but %s is none and has no effect; the nearest one is %s"
                        .formatted(name, nearest(name)))
                .toList();
    }

    static String nearest(String name) {
        return NAMES.stream()
                .min(Comparator.comparingInt(known -> distance(known, name)))
                .orElseThrow();
    }

    private static String relaxed(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /** The number of characters to insert, delete or replace (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int i = 0; i < one.length(); i++) {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < other.length(); j++) {
                int replaced = diagonal + (one.charAt(i) == other.charAt(j) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.min(replaced, Math.min(row[j], row[j + 1]) + 1);
            }
        }
        return row[other.length()];
    }

    private static Set<String> read() {
        InputStream file = Objects.requireNonNull(KnownSettings.class.getResourceAsStream("known-settings"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines().collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
