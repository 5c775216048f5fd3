package org.healthpassport.benchmarks.report;

import java.util.Locale;

/** A picture of shapes and texts with a title and a description, readable on light and on dark pages. */
final class Svg {
    private static final String STYLE = """
            <style>
            text{font:13px system-ui,sans-serif;fill:#1f2328}
            .head{font-size:16px;font-weight:600}
            .small{font-size:12px;fill:#59636e}
            .grid{stroke:#d1d9e0;stroke-width:1}
            .peer{stroke:#bc4c00;stroke-width:2;stroke-dasharray:5 3}
            .peer-text{fill:#bc4c00;font-size:12px}
            .page{fill:#ffffff}
            .rest{fill:#9ec8f8}
            .c0{fill:#0969da;stroke:#0969da}.c1{fill:#bc4c00;stroke:#bc4c00}.c2{fill:#8250df;stroke:#8250df}
            .c3{fill:#1a7f37;stroke:#1a7f37}.c4{fill:#9a6700;stroke:#9a6700}.c5{fill:#cf222e;stroke:#cf222e}
            .line{stroke-width:2}.dashed{stroke-dasharray:7 5}
            @media (prefers-color-scheme:dark){
            text{fill:#f0f6fc}.small{fill:#9198a1}.grid{stroke:#3d444d}.peer{stroke:#f0883e}.peer-text{fill:#f0883e}
            .page{fill:#0d1117}
            .rest{fill:#1f4f8f}
            .c0{fill:#4493f8;stroke:#4493f8}.c1{fill:#f0883e;stroke:#f0883e}.c2{fill:#ab7df8;stroke:#ab7df8}
            .c3{fill:#3fb950;stroke:#3fb950}.c4{fill:#d29922;stroke:#d29922}.c5{fill:#f85149;stroke:#f85149}
            }
            </style>
            """;
    /** The number of colours for series. */
    static final int COLOURS = 6;

    private final StringBuilder shapes = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;
    private final String description;

    Svg(int width, int height, String title, String description) {
        this.width = width;
        this.height = height;
        this.title = title;
        this.description = description;
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    Svg text(double x, double y, String anchor, String styles, String text) {
        shapes.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"", x, y, anchor))
                .append(styles.isEmpty() ? "" : " class=\"" + styles + "\"")
                .append('>')
                .append(escaped(text))
                .append("</text>\n");
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, String styles) {
        shapes.append(format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>\n", x1, y1, x2, y2, styles));
        return this;
    }

    Svg box(double x, double y, double boxWidth, double boxHeight, String styles) {
        shapes.append(format(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>\n",
                x, y, Math.max(0, boxWidth), boxHeight, styles));
        return this;
    }

    Svg dot(double x, double y, String styles) {
        shapes.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" class=\"%s\"/>\n", x, y, styles));
        return this;
    }

    String document() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" \
                aria-labelledby="title desc">
                <title id="title">%s</title>
                <desc id="desc">%s</desc>
                %s<rect class="page" width="%d" height="%d"/>
                <text x="16" y="28" class="head">%s</text>
                %s</svg>
                """.formatted(
                        width,
                        height,
                        width,
                        height,
                        escaped(title),
                        escaped(description),
                        STYLE,
                        width,
                        height,
                        escaped(title),
                        shapes);
    }

    /** A round number that is at least the value, for the end of an axis. */
    static double ceiling(double value) {
        if (!Double.isFinite(value) || value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 4, 5, 8}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String escaped(String text) {
        return Table.oneLine(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
