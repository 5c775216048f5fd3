package org.healthpassport.api.sharing.fhir;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Generates narratives (FHIR R4, Narrative): XHTML in which everything that a person wrote is escaped text. */
final class Narrative {
    /** All narratives of a summary together stay below a megabyte, in characters. */
    private static final int LONGEST = 30_000;

    private Narrative() {}

    static ObjectNode paragraph(String text) {
        return generated("<p>" + escaped(text) + "</p>");
    }

    /** Paragraphs, and a list of as many items as fit: the entries of a section have them all. */
    static ObjectNode list(List<String> paragraphs, List<String> items) {
        StringBuilder xhtml = new StringBuilder();
        paragraphs.forEach(text -> xhtml.append("<p>").append(escaped(text)).append("</p>"));
        xhtml.append("<ul>");
        int listed = 0;
        for (String item : items) {
            String line = "<li>" + escaped(item) + "</li>";
            if (xhtml.length() + line.length() > LONGEST) {
                break;
            }
            xhtml.append(line);
            listed++;
        }
        xhtml.append("</ul>");
        if (listed < items.size()) {
            xhtml.append("<p>%d more entries are in this section.</p>".formatted(items.size() - listed));
        }
        return generated(xhtml.toString());
    }

    private static ObjectNode generated(String xhtml) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", "generated")
                .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + xhtml + "</div>");
    }

    /** Escapes a text, and leaves out control characters, which XML cannot express. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (isInXml(character)) {
                        escaped.appendCodePoint(character);
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** XML 1.0, 2.2. */
    private static boolean isInXml(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
