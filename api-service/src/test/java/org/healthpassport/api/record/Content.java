package org.healthpassport.api.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of a resource that belongs to its sender, and must come back as it was. */
public final class Content {
    private static final Set<String> OWN_META = Set.of("versionId", "lastUpdated");
    private static final String OWN_TAGS = "urn:healthpassport:";

    private Content() {}

    /** The resource of somebody else as a record of this patient: without an id, and with a reference to the patient. */
    public static ObjectNode of(ObjectNode resource, RecordType type, String patientId) {
        ObjectNode record = resource.deepCopy();
        record.remove("id");
        type.patient().ifPresent(element -> {
            ObjectNode reference =
                    record.get(element.name()) instanceof ObjectNode given ? given : record.putObject(element.name());
            reference.put("reference", "Patient/" + patientId);
        });
        return record;
    }

    /** The text of a resource without what the service sets; the same for what was sent and for what comes back. */
    public static String withoutOwn(byte[] resource) {
        ObjectNode tree = FhirJson.parseKept(resource);
        tree.remove("id");
        if (tree.get("meta") instanceof ObjectNode meta) {
            meta.remove(OWN_META);
            if (meta.get("tag") instanceof ArrayNode tags) {
                ArrayNode others = tree.arrayNode();
                tags.forEach(tag -> addOther(others, tag));
                meta.remove("tag");
                if (!others.isEmpty()) {
                    meta.set("tag", others);
                }
            }
            tree.remove("meta");
            if (!meta.isEmpty()) {
                tree.set("meta", meta);
            }
        }
        return new String(FhirJson.write(tree), UTF_8);
    }

    private static void addOther(ArrayNode others, JsonNode tag) {
        if (!tag.path("system").asString("").startsWith(OWN_TAGS)) {
            others.add(tag);
        }
    }
}
