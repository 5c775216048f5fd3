package org.healthpassport.api.sharing.fhir;

import java.util.Collections;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells recipients of a link that entries are missing: an {@code OperationOutcome} with an issue for each remark.
 * Recipients get neither the ids nor the reasons of those that cannot be read.
 */
public final class MissingEntries {
    static final String ANNOTATIONS = "Some annotations of the patient are missing, as they do not fit into this file.";

    private MissingEntries() {}

    /** @param id id of the outcome, which must not be the id of an unreadable entry */
    public static ObjectNode unreadable(String id, int entries) {
        return outcome(
                id, "error", "exception", Collections.nCopies(entries, "An entry that belongs here cannot be shown."));
    }

    /** Tells of entries that do not fit. */
    static ObjectNode tooLong(String id, List<String> remarks) {
        return outcome(id, "warning", "too-long", remarks);
    }

    private static ObjectNode outcome(String id, String severity, String code, List<String> texts) {
        ObjectNode outcome = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "OperationOutcome")
                .put("id", id);
        ArrayNode issues = outcome.putArray("issue");
        texts.forEach(text -> issues.addObject()
                .put("severity", severity)
                .put("code", code)
                .putObject("details")
                .put("text", text));
        return outcome;
    }
}
