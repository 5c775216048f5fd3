package org.healthpassport.api.sharing.fhir;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The entries of a Bundle, each under a {@code fullUrl} of its own, as they come from a place that their readers cannot
 * ask. What they say of one another is said by these; what they say of things that are not shared is left out.
 */
final class BundleEntries {
    private static final Pattern RELATIVE =
            Pattern.compile("([A-Z][A-Za-z]{1,63}/[A-Za-z0-9.-]{1,64})(/_history/[A-Za-z0-9.-]{1,64})?");
    private static final String REFERENCE = "reference";

    private final Map<String, String> urls = new HashMap<>();
    private final ArrayNode entries = JsonNodeFactory.instance.arrayNode();

    /** Makes references to this resource good under that address, whether it is among the entries or not. */
    BundleEntries know(String type, String id, String fullUrl) {
        urls.put(type + '/' + id, fullUrl);
        return this;
    }

    /** Adds a resource, whose references to resources that are known by the end are rewritten then. */
    BundleEntries add(ObjectNode resource) {
        String id = resource.path("id").stringValue();
        know(resource.path("resourceType").stringValue(), id, fullUrl(id));
        entries.addObject().put("fullUrl", fullUrl(id)).set("resource", resource);
        return this;
    }

    /** All entries, as they belong into the Bundle. */
    ArrayNode rewritten() {
        entries.forEach(this::rewrite);
        return entries;
    }

    static String fullUrl(String id) {
        return "urn:uuid:" + id;
    }

    /** Resources are never nested deeper than JSON is read here. */
    private void rewrite(JsonNode node) {
        if (node instanceof ObjectNode object && object.path(REFERENCE).isString()) {
            rewriteReference(object, object.path(REFERENCE).stringValue());
        }
        node.forEach(this::rewrite);
    }

    private void rewriteReference(ObjectNode reference, String target) {
        Matcher relative = RELATIVE.matcher(target);
        if (!relative.matches()) {
            return;
        }
        String url = urls.get(relative.group(1));
        if (url != null) {
            reference.put(REFERENCE, url);
            return;
        }
        reference.remove(REFERENCE);
        if (reference.isEmpty()) {
            // FHIR has no empty objects.
            reference.put("display", "not shared");
        }
    }
}
