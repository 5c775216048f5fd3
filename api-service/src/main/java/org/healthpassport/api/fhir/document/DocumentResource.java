package org.healthpassport.api.fhir.document;

import java.util.List;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.document.DocumentDescription;
import org.healthpassport.api.document.DocumentDescription.SentReference;
import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.record.tag.OwnTags;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document as FHIR {@code DocumentReference} (R4, documentreference.html): the resource in which it came, or else one that
 * says what the service knows. The latter has no {@code docStatus}, as the service knows if it stored the bytes, but not if
 * what they say is final; and no {@code hash}, as R4 wants SHA-1 there.
 */
final class DocumentResource {
    static final String TYPE = "DocumentReference";

    private static final String BINARY = FhirAddress.BASE + "/Binary/";
    private static final String ACCOUNT = "urn:healthpassport:account";
    private static final String META = "meta";
    private static final String ATTACHMENT = "/content/0/attachment";

    private DocumentResource() {}

    /** The path of a document at the FHIR API. */
    static String path(String documentId) {
        return FhirAddress.BASE + '/' + TYPE + '/' + documentId;
    }

    /** FHIR JSON; refused if the document was deleted. */
    static byte[] of(Snapshot<DocumentState> document, PublicUrl publicUrl) {
        DocumentState state = document.state();
        DocumentDescription description = state.description();
        if (description == null) {
            throw new DocumentRefusal.DocumentDeleted().asException();
        }
        ObjectNode resource =
                JsonNodeFactory.instance.objectNode().put("resourceType", TYPE).put("id", document.id());
        resource.putObject(META).put("versionId", Long.toString(document.version()));
        ObjectNode attachment = description.reference() == null
                ? describe(resource, document.id(), state, description)
                : giveBack(resource, FhirJson.parseKept(description.reference().resource()), state);
        attachment.put("contentType", description.contentType());
        attachment.put("url", publicUrl.of(BINARY + document.id()).toString());
        if (description.sizeBytes() <= Integer.MAX_VALUE) {
            // The largest number of type unsignedInt.
            attachment.put("size", description.sizeBytes());
        }
        return FhirJson.write(resource);
    }

    /** The part of a valid resource that its document keeps: everything but the bytes, and but what the service numbers. */
    static SentReference kept(ObjectNode sent) {
        ObjectNode kept = sent.deepCopy();
        kept.remove("id");
        kept.withObject('/' + META).remove(List.of("versionId", "lastUpdated"));
        kept.withObject(ATTACHMENT).remove("data");
        return new SentReference("superseded".equals(kept.path("status").asString("")), FhirJson.write(kept));
    }

    /** Adds what was sent, with a tag that names the account which brought it in, as the sender may name another author. */
    private static ObjectNode giveBack(ObjectNode resource, ObjectNode sent, DocumentState state) {
        ObjectNode meta = resource.withObject('/' + META);
        meta.setAll(sent.withObject('/' + META));
        meta.withArray("tag").addObject().put("system", OwnTags.AUTHOR).put("code", state.uploadedBy());
        sent.remove(META);
        resource.setAll(sent);
        resource.withObject("/subject").put("reference", "Patient/" + state.patientId());
        return resource.withObject(ATTACHMENT);
    }

    private static ObjectNode describe(
            ObjectNode resource, String documentId, DocumentState state, DocumentDescription description) {
        resource.putObject("masterIdentifier")
                .put("system", "urn:ietf:rfc:3986")
                .put("value", "urn:uuid:" + documentId);
        resource.put("status", "current");
        TypeCodes.write(state.type(), resource);
        resource.putObject("subject").put("reference", "Patient/" + state.patientId());
        resource.put("date", state.uploadedAt().toString());
        resource.putArray("author")
                .addObject()
                .putObject("identifier")
                .put("system", ACCOUNT)
                .put("value", state.uploadedBy());
        if (description.title() != null) {
            resource.put("description", description.title());
        }
        return resource.putArray("content").addObject().putObject("attachment").put("title", description.fileName());
    }
}
