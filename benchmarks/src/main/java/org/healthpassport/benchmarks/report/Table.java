package org.healthpassport.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under a heading, as text of fixed width or as Markdown. */
final class Table {
    private static final String GAP = "  ";

    private final String title;
    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(String title, List<Column> columns) {
        this.title = title;
        this.columns = columns;
    }

    /** @param columns their heads; those of numbers begin with {@code #} and stand on the right */
    static Table of(String title, String... columns) {
        return new Table(
                title,
                List.of(columns).stream()
                        .map(head ->
                                head.startsWith("#") ? new Column(head.substring(1), true) : new Column(head, false))
                        .toList());
    }

    Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "Expected %d cells, but there are %d.".formatted(columns.size(), cells.length));
        }
        rows.add(List.of(cells).stream().map(Table::oneLine).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The title, the heads, a rule and the rows, each in one line. */
    String text() {
        List<Integer> widths = IntStream.range(0, columns.size())
                .mapToObj(column -> Math.max(
                        width(columns.get(column).head()),
                        rows.stream()
                                .mapToInt(row -> width(row.get(column)))
                                .max()
                                .orElse(0)))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(title);
        lines.add(line(columns.stream().map(Column::head).toList(), widths));
        lines.add("-".repeat(widths.stream().mapToInt(Integer::intValue).sum() + GAP.length() * (columns.size() - 1)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return String.join("\n", lines) + "\n";
    }

    /** A heading of the second level and a table of GitHub's Markdown. */
    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("## " + title);
        lines.add("");
        lines.add(markdownLine(columns.stream().map(Column::head).toList()));
        lines.add(columns.stream()
                .map(column -> column.number() ? "---:" : "---")
                .collect(Collectors.joining(" | ", "| ", " |")));
        rows.forEach(row -> lines.add(markdownLine(row)));
        return String.join("\n", lines) + "\n";
    }

    private String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths.get(column) - width(cell));
            line.append(column == 0 ? "" : GAP).append(columns.get(column).number() ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static String markdownLine(List<String> cells) {
        return cells.stream().map(Table::escaped).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Keeps text from a file from becoming markup. */
    static String escaped(String text) {
        return text.replaceAll("[\\\\|`*_<>\\[\\]]", "\\\\$0");
    }

    /** Without line ends and control characters, by which a file of results could steer a terminal. */
    static String oneLine(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point)
                                || Character.getType(point) == Character.FORMAT
                                || Character.getType(point) == Character.LINE_SEPARATOR
                                || Character.getType(point) == Character.PARAGRAPH_SEPARATOR
                        ? ' '
                        : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private record Column(String head, boolean number) {}
}
