package org.healthpassport.api.record.resource;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.record.key.ClinicalTime;
import org.healthpassport.api.record.key.Coding;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.api.record.tag.Authorship;
import org.healthpassport.api.record.tag.OwnTags;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.json.FhirJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A valid resource of one patient, as a client sent it. */
public final class SentResource {
    private static final String RESOURCE_TYPE = "resourceType";
    private static final String ID = "id";
    private static final String META = "meta";
    private static final String TAG = "tag";
    private static final Set<String> OWN_META = Set.of("versionId", "lastUpdated");

    private final RecordType type;
    private final ObjectNode sent;
    private final Authorship authorship;

    SentResource(RecordType type, ObjectNode sent, Authorship authorship) {
        this.type = type;
        this.sent = sent;
        this.authorship = authorship;
    }

    public RecordType type() {
        return type;
    }

    /** The resource as the client sent it, without white space and with the reference to its patient; FHIR JSON. */
    public byte[] content() {
        return FhirJson.write(sent);
    }

    /** The parts by which lists find it. */
    public SearchKeys keys() {
        return ClinicalRecord.of(sent).map(this::keys).orElse(SearchKeys.NONE);
    }

    private SearchKeys keys(ClinicalRecord record) {
        List<Coding> codes = record.subjectMatter().codings().stream()
                .map(coding -> new Coding(known(coding.system()), known(coding.code())))
                .filter(code -> code.system() != null || code.code() != null)
                .toList();
        return new SearchKeys(codes, record.clinicalDate().map(ClinicalTime::of).orElse(null), identifiers());
    }

    /** Some types have one, most a list. */
    private List<Coding> identifiers() {
        JsonNode identifier = sent.path("identifier");
        return (identifier.isArray() ? identifier.valueStream() : Stream.of(identifier))
                .filter(one -> one.path("value").isString())
                .map(one -> new Coding(
                        known(one.path("system").asString("")),
                        one.path("value").stringValue()))
                .toList();
    }

    /**
     * The resource in its stored form: the service sets the members that belong to it; everything else stays as the
     * client sent it, in the same order, and so does what stands beside those members.
     *
     * @return FHIR JSON
     */
    public byte[] stored(String recordId, long version, Instant lastUpdated, Author author) {
        Map<String, JsonNode> own = new LinkedHashMap<>();
        own.put(ID, sent.stringNode(recordId));
        own.put(META, meta(version, lastUpdated, author));
        ObjectNode stored = sent.objectNode();
        stored.set(RESOURCE_TYPE, sent.path(RESOURCE_TYPE));
        own.forEach((name, value) -> {
            if (!sent.has(name)) {
                stored.set(name, value);
            }
        });
        sent.properties()
                .forEach(member -> stored.set(member.getKey(), own.getOrDefault(member.getKey(), member.getValue())));
        return FhirJson.write(stored);
    }

    static ObjectNode patientReference(ObjectNode nodes, String patientId) {
        return nodes.objectNode().put("reference", reference(patientId));
    }

    static String reference(String patientId) {
        return "Patient/" + patientId;
    }

    private ObjectNode meta(long version, Instant lastUpdated, Author author) {
        ObjectNode meta =
                sent.objectNode().put("versionId", Long.toString(version)).put("lastUpdated", lastUpdated.toString());
        sent.path(META).properties().forEach(member -> {
            if (!OWN_META.contains(member.getKey())) {
                meta.set(member.getKey(), member.getValue());
            }
        });
        ArrayNode tags = sent.arrayNode();
        for (JsonNode tag : sent.path(META).path(TAG)) {
            if (!OwnTags.SYSTEMS.contains(tag.path("system").asString(""))) {
                tags.add(tag);
            }
        }
        tags.addObject().put("system", OwnTags.AUTHOR).put("code", author.accountId());
        tags.addObject()
                .put("system", OwnTags.AUTHOR_ROLE)
                .put("code", author.role().name());
        tags.addObject().put("system", Authorship.SYSTEM).put("code", authorship.code());
        return meta.set(TAG, tags);
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }
}
