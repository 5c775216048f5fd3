package org.healthpassport.api.sharing.fhir;

import java.util.HashMap;
import java.util.Map;
import org.healthpassport.fhir.summary.RelativeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The entries of a Bundle, each with a {@code fullUrl} of its own, as recipients cannot read from this server.
 * References between entries use these addresses; references to resources that are not shared are left out.
 */
final class BundleEntries {
    private static final String REFERENCE = "reference";

    private final Map<String, String> urls = new HashMap<>();
    private final ArrayNode entries = JsonNodeFactory.instance.arrayNode();

    /** Lets references to this resource use the address, whether it is among the entries or not. */
    BundleEntries know(String type, String id, String fullUrl) {
        urls.put(type + '/' + id, fullUrl);
        return this;
    }

    /** Adds a resource. Its references are rewritten at the end, when all resources are known. */
    BundleEntries add(ObjectNode resource) {
        String id = resource.path("id").stringValue();
        know(resource.path("resourceType").stringValue(), id, fullUrl(id));
        entries.addObject().put("fullUrl", fullUrl(id)).set("resource", resource);
        return this;
    }

    /** All entries, in the form of a Bundle. */
    ArrayNode rewritten() {
        entries.forEach(this::rewrite);
        return entries;
    }

    static String fullUrl(String id) {
        return "urn:uuid:" + id;
    }

    /** The recursion ends, as the JSON reader limits the depth of resources. */
    private void rewrite(JsonNode node) {
        if (node instanceof ObjectNode object && object.path(REFERENCE).isString()) {
            RelativeReference.target(object.path(REFERENCE).stringValue())
                    .ifPresent(resource -> rewriteReference(object, resource));
        }
        node.forEach(this::rewrite);
    }

    private void rewriteReference(ObjectNode reference, String resource) {
        String url = urls.get(resource);
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
