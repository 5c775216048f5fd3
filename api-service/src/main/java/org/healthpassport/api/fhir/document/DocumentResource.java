package org.healthpassport.api.fhir.document;

import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.document.DocumentDescription;
import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document as FHIR {@code DocumentReference} (R4, documentreference.html). It has no {@code docStatus}, as the service knows
 * if it stored the bytes, but not if what they say is final; and no {@code hash}, as R4 wants SHA-1 there.
 */
final class DocumentResource {
    static final String TYPE = "DocumentReference";

    private static final String BINARY = FhirAddress.BASE + "/Binary/";
    private static final String ACCOUNT = "urn:healthpassport:account";

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
        resource.putObject("meta").put("versionId", Long.toString(document.version()));
        resource.putObject("masterIdentifier")
                .put("system", "urn:ietf:rfc:3986")
                .put("value", "urn:uuid:" + document.id());
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
        resource.putArray("content").addObject().set("attachment", attachment(document.id(), description, publicUrl));
        return FhirJson.write(resource);
    }

    private static ObjectNode attachment(String documentId, DocumentDescription description, PublicUrl publicUrl) {
        ObjectNode attachment = JsonNodeFactory.instance
                .objectNode()
                .put("contentType", description.contentType())
                .put("url", publicUrl.of(BINARY + documentId).toString());
        if (description.sizeBytes() <= Integer.MAX_VALUE) {
            // The largest number of type unsignedInt.
            attachment.put("size", description.sizeBytes());
        }
        return attachment.put("title", description.fileName());
    }
}
