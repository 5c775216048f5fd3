package org.healthpassport.api.matrix;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cell of the matrix: the status of the answer, and the types of the events that the request leaves.
 *
 * @param events each type without what all have in common, in alphabetical order
 */
record Expectation(int status, List<String> events) {
    private static final String DENIED = "denied";
    private static final String READ = "data-read";

    Expectation {
        events = events.stream().sorted().toList();
    }

    /** As the cell is written. */
    static Expectation parse(String cell) {
        String[] words = cell.split(" ");
        boolean denied = words[0].endsWith("!");
        int status = Integer.parseInt(denied ? words[0].substring(0, words[0].length() - 1) : words[0]);
        Stream<String> events = Stream.of(words).skip(1).map(word -> word.equals("read") ? READ : word);
        return new Expectation(
                status,
                Stream.concat(events, denied ? Stream.of(DENIED) : Stream.empty())
                        .toList());
    }

    /** The status and the events of a request. */
    static Expectation of(int status, Collection<String> types) {
        return new Expectation(status, types.stream().map(Expectation::end).toList());
    }

    private static String end(String type) {
        String end = type.replaceFirst("^org\\.healthpassport\\.", "").replaceFirst("\\.v[0-9]+$", "");
        return end.replaceFirst("^(access|patient)\\.", "");
    }

    boolean isDenied() {
        return events.contains(DENIED);
    }

    @Override
    public String toString() {
        boolean onlyDenied = events.equals(List.of(DENIED));
        String words = events.stream()
                .filter(event -> !onlyDenied)
                .map(event -> Objects.equals(event, READ) ? "read" : event)
                .collect(Collectors.joining(" "));
        return (status + (onlyDenied ? "! " : " ") + words).strip();
    }
}
