package org.healthpassport.standalone.architecture;

import static java.util.stream.Collectors.joining;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Packages, and arrows from each to those that it needs. An arrow remembers the dependencies between types that make it.
 */
final class PackageGraph {
    private static final int EXAMPLES = 3;

    private final SortedMap<String, SortedMap<String, SortedSet<String>>> needs = new TreeMap<>();

    PackageGraph add(String node) {
        needs.computeIfAbsent(node, fresh -> new TreeMap<>());
        return this;
    }

    /** Adds an arrow, or one more reason for it. A package's dependencies within itself are none. */
    PackageGraph add(String from, String to, String reason) {
        add(from).add(to);
        if (!from.equals(to)) {
            needs.get(from).computeIfAbsent(to, fresh -> new TreeSet<>()).add(reason);
        }
        return this;
    }

    Set<String> nodes() {
        return needs.keySet();
    }

    int arrows() {
        return needs.values().stream().mapToInt(Map::size).sum();
    }

    /** Each arrow in a line of its own, with at most three of its reasons. */
    List<String> describeArrows() {
        return describeArrowsAmong(needs.keySet());
    }

    private List<String> describeArrowsAmong(Collection<String> nodes) {
        List<String> lines = new ArrayList<>();
        for (String from : nodes) {
            needs.getOrDefault(from, new TreeMap<>()).forEach((to, reasons) -> {
                if (nodes.contains(to)) {
                    String more = reasons.size() > EXAMPLES ? " and " + (reasons.size() - EXAMPLES) + " more" : "";
                    lines.add(from + " -> " + to + ": "
                            + reasons.stream().limit(EXAMPLES).collect(joining(", ")) + more);
                }
            });
        }
        return lines;
    }

    /**
     * The number of packages on the longest way down. The packages of a circle share a floor, so that this number is
     * defined for every graph.
     */
    int floors() {
        return longestWay().size();
    }

    /** The longest way down, from the top; a circle is one step. */
    List<String> longestWay() {
        Map<List<String>, List<String>> ways = new HashMap<>();
        Map<String, List<String>> groupOf = new HashMap<>();
        List<String> longest = List.of();
        for (List<String> group : groups()) {
            group.forEach(node -> groupOf.put(node, group));
            // The packages that a group needs come before it, so that the ways below are known.
            List<String> below = group.stream()
                    .flatMap(node -> needsOf(node).stream())
                    .map(groupOf::get)
                    .filter(needed -> needed != group)
                    .map(ways::get)
                    .max(Comparator.comparingInt(List::size))
                    .orElse(List.of());
            List<String> way = new ArrayList<>(List.of(String.join(" = ", group)));
            way.addAll(below);
            ways.put(group, way);
            longest = way.size() > longest.size() ? way : longest;
        }
        return longest;
    }

    /** Groups of packages that need one another, directly or through others of the group. */
    List<List<String>> circles() {
        return groups().stream().filter(group -> group.size() > 1).toList();
    }

    /** Each circle: one shortest way around, and then all arrows within it. */
    List<String> describeCircles() {
        return circles().stream()
                .map(circle -> "circle of " + circle.size() + ": " + String.join(" -> ", around(circle)) + "\n      "
                        + String.join("\n      ", describeArrowsAmong(circle)))
                .toList();
    }

    /** The shortest way from a package of a circle back to itself. */
    private List<String> around(List<String> circle) {
        return circle.stream()
                .map(start -> wayBack(start, circle))
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    private List<String> wayBack(String start, Collection<String> circle) {
        Map<String, List<String>> ways = new HashMap<>(Map.of(start, List.of(start)));
        Deque<String> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            String node = next.remove();
            for (String needed : needsOf(node)) {
                List<String> way = new ArrayList<>(ways.get(node));
                way.add(needed);
                if (needed.equals(start)) {
                    return way;
                }
                if (circle.contains(needed) && ways.putIfAbsent(needed, way) == null) {
                    next.add(needed);
                }
            }
        }
        throw new IllegalStateException("Expected a way back to " + start + ", but it is in no circle");
    }

    /** The strongly connected components by Tarjan's algorithm, each after all those that it needs. */
    private List<List<String>> groups() {
        return new Components().groups;
    }

    private Set<String> needsOf(String node) {
        return needs.get(node).keySet();
    }

    private final class Components {
        private final List<List<String>> groups = new ArrayList<>();
        private final Map<String, Integer> visited = new HashMap<>();
        private final Deque<String> path = new ArrayDeque<>();
        private final Set<String> onPath = new HashSet<>();

        Components() {
            for (String node : needs.keySet()) {
                if (!visited.containsKey(node)) {
                    visit(node);
                }
            }
        }

        private int visit(String node) {
            int number = visited.size();
            visited.put(node, number);
            int low = number;
            path.push(node);
            onPath.add(node);
            for (String needed : needsOf(node)) {
                @Nullable Integer seen = visited.get(needed);
                if (seen == null) {
                    low = Math.min(low, visit(needed));
                } else if (onPath.contains(needed)) {
                    low = Math.min(low, seen);
                }
            }
            if (low == number) {
                collect(node);
            }
            return low;
        }

        private void collect(String root) {
            List<String> group = new ArrayList<>();
            String node;
            do {
                node = path.pop();
                onPath.remove(node);
                group.add(node);
            } while (!node.equals(root));
            group.sort(Comparator.naturalOrder());
            groups.add(List.copyOf(group));
        }
    }
}
