package org.healthpassport.api.fhir.document;

import java.util.Base64;
import java.util.Set;
import org.healthpassport.api.record.Content;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/** {@code DocumentReference}s as clients send them, and the part that must come back as it was. */
public final class SentReferences {
    /** The members of an attachment that the service sets or takes out. */
    private static final Set<String> OWN = Set.of("contentType", "data", "size", "url");

    private SentReferences() {}

    /** The resource of somebody else as a document of this patient. */
    public static ObjectNode of(ObjectNode resource, String patientId) {
        ObjectNode sent = resource.deepCopy();
        sent.withObject("/subject").put("reference", "Patient/" + patientId);
        return sent;
    }

    /** The bytes in the attachment. */
    public static byte[] bytes(ObjectNode sent) {
        return Base64.getDecoder().decode(sent.at("/content/0/attachment/data").stringValue());
    }

    /** The text without what the service sets; the same for what was sent and for what comes back. */
    public static String withoutOwn(ObjectNode resource) {
        ObjectNode rest = resource.deepCopy();
        rest.withObject("/subject").remove("reference");
        rest.withObject("/content/0/attachment").remove(OWN);
        return Content.withoutOwn(FhirJson.write(rest));
    }
}
