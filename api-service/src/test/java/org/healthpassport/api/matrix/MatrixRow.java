package org.healthpassport.api.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the table.
 *
 * @param everybodyNew true if each caller comes with a new account
 * @param path with placeholders such as {@code {accountId=doctor}}, and perhaps a query
 * @param body JSON, or the name of a body; empty for none
 */
record MatrixRow(boolean everybodyNew, String method, String path, Map<Who, Expectation> cells, String body) {
    private static final Pattern COLUMN = Pattern.compile("\\s*\\|\\s*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)=[^}]*}");

    static List<MatrixRow> all() {
        try (InputStream in = MatrixRow.class.getResourceAsStream("routes.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(MatrixRow::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MatrixRow parse(String line) {
        boolean everybodyNew = line.startsWith("*");
        String[] parts = COLUMN.split(line.substring(1).strip());
        String[] route = parts[0].split(" ");
        List<String> rest = Arrays.asList(parts).subList(1, parts.length);
        boolean forAll = rest.size() <= 2;
        int cells = forAll ? 1 : Who.columns();
        if (rest.size() < cells || rest.size() > cells + 1) {
            throw new IllegalArgumentException("Expected one cell, or one for each column, in: " + line);
        }
        Map<Who, Expectation> expected = new EnumMap<>(Who.class);
        for (int column = 0; column < Who.columns(); column++) {
            Expectation cell = Expectation.parse(rest.get(forAll ? 0 : column));
            Who.ofColumn(column).forEach(who -> expected.put(who, cell));
        }
        return new MatrixRow(everybodyNew, route[0], route[1], expected, rest.size() > cells ? rest.get(cells) : "");
    }

    /** The route as it is registered. */
    String route() {
        String pattern =
                PLACEHOLDER.matcher(path).replaceAll(found -> Matcher.quoteReplacement("{" + found.group(1) + "}"));
        return method + " " + pattern.replaceFirst("\\?.*", "");
    }

    /** True if the request has to name the version that it changes. */
    boolean changesAVersion() {
        return method.equals("PUT")
                || method.equals("PATCH")
                || (method.equals("DELETE") && path.contains("/records/"));
    }

    boolean hasJsonBody() {
        return body.startsWith("{");
    }

    /** A caller whose request succeeds; empty if nobody's does. */
    Optional<Who> whoIsLetIn() {
        return cells.entrySet().stream()
                .filter(cell -> cell.getValue().status() < 300)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The same with one more member in the body. */
    MatrixRow withMember(String name) {
        String value = name.equals("role") ? "ADMIN" : name.equals("status") ? "ACTIVE" : "x";
        return withBody(body.substring(0, body.length() - 1) + ",\"" + name + "\":\"" + value + "\"}");
    }

    /** The same with another body. */
    MatrixRow withBody(String another) {
        return new MatrixRow(everybodyNew, method, path, cells, another);
    }

    /** The same at another address. */
    MatrixRow withPath(String another) {
        return new MatrixRow(everybodyNew, method, another, cells, body);
    }

    /** True if the route has an id of somebody or of something of theirs. */
    boolean namesAnObject() {
        return path.replaceFirst("\\?.*", "").contains("{") && !path.contains("=unknown");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
