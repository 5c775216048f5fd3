package org.healthpassport.fhir.narrative;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The elements and attributes of HTML 4.0, chapters 7 to 11 and 15, that a narrative may have (narrative.html, txt-1),
 * without those that could run code.
 */
final class AllowedMarkup {
    private static final Set<String> ELEMENTS = Set.of(
            ("a abbr acronym address b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4"
                            + " h5 h6 hr i img kbd li ol p pre q samp small span strong sub sup table tbody td tfoot th"
                            + " thead tr tt ul var")
                    .split(" "));

    private static final Set<String> ATTRIBUTES =
            Set.of(("abbr accesskey align axis char charoff class colspan dir headers id lang rowspan scope span style"
                            + " tabindex title valign width xml:lang")
                    .split(" "));

    private static final Map<String, Set<String>> ATTRIBUTES_OF = Map.of(
            "a", Set.of("href", "name", "hreflang", "rel", "rev", "type", "charset"),
            "blockquote", Set.of("cite"),
            "div", Set.of("xmlns"),
            "img", Set.of("src", "alt", "height", "border", "longdesc"),
            "pre", Set.of("xml:space"),
            "q", Set.of("cite"),
            "table", Set.of("border", "cellpadding", "cellspacing", "frame", "rules", "summary"),
            "td", Set.of("nowrap"),
            "th", Set.of("nowrap"));

    private static final Set<String> LINKS = Set.of("href", "src", "cite", "longdesc");
    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "tel", "urn");

    private AllowedMarkup() {}

    static boolean element(String name) {
        return ELEMENTS.contains(name);
    }

    static boolean attribute(String element, String name, String value) {
        boolean known = ATTRIBUTES.contains(name)
                || ATTRIBUTES_OF.getOrDefault(element, Set.of()).contains(name);
        return known
                && (!LINKS.contains(name) || leadsSomewhere(element, value))
                && (!name.equals("style") || isPlain(value));
    }

    /** Browsers ignore blanks and control characters before and inside a scheme. */
    private static boolean leadsSomewhere(String element, String url) {
        String visible = url.replaceAll("[\\p{Cntrl}\\s]", "").toLowerCase(Locale.ROOT);
        int colon = visible.indexOf(':');
        boolean relative = colon < 0 || visible.substring(0, colon).matches(".*[/?#].*");
        return relative
                || SCHEMES.contains(visible.substring(0, colon))
                || (element.equals("img") && visible.matches("data:image/(png|jpeg|gif);base64,[a-z0-9+/=]*"));
    }

    /** Old browsers run expressions in a style, and all browsers load its references; a backslash could hide both. */
    private static boolean isPlain(String style) {
        String text = style.toLowerCase(Locale.ROOT);
        return !text.contains("\\")
                && !text.contains("expression")
                && !text.contains("url(")
                && !text.contains("@import")
                && !text.contains("javascript:")
                && !text.contains("behavior")
                && !text.contains("-moz-binding");
    }
}
