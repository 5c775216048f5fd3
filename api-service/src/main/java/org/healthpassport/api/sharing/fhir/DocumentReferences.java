package org.healthpassport.api.sharing.fhir;

import java.net.URI;
import java.util.Locale;
import org.healthpassport.api.document.content.SharedDocument;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Describes documents whose bytes are fetched from another address. */
public final class DocumentReferences {
    private DocumentReferences() {}

    /** @param url address of the bytes, which are encrypted like all files of the link */
    public static LinkResource of(SharedDocument document, URI url) {
        ObjectNode reference = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "DocumentReference")
                .put("id", document.documentId())
                .put("status", document.superseded() ? "superseded" : "current");
        reference.putObject("type").put("text", inWords(document.type()));
        reference.put("date", document.uploadedAt().toString());
        reference
                .putArray("content")
                .addObject()
                .putObject("attachment")
                .put("contentType", document.contentType())
                .put("url", url.toString())
                .put("size", document.sizeBytes())
                .put("title", document.title() == null ? document.fileName() : document.title())
                .put("creation", document.uploadedAt().toString());
        return new LinkResource(reference, document.uploadedAt());
    }

    /** Turns {@code LAB_REPORT} into {@code Lab report}. */
    private static String inWords(String type) {
        return type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
